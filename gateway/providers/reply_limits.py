"""How much of a reply is read. More would cost more memory and time than any answer is worth."""

from gateway.json_limits import MAX_VALUES, JsonLimits, LimitExceeded
from gateway.providers.event_stream import UnixLines
from gateway.providers.failures import ReplyTooLarge, Unreadable

_KIB = 1024
_MIB = 1024 * _KIB

# A stream is read event by event. The longest, 128,000 tokens at 350 bytes each, stay below.
MAX_STREAM_BYTES = 64 * _MIB
MAX_STREAM_LINES = 1_000_000

# A plain answer is one JSON document, and is parsed as one. It may have as much as an answer may.
MAX_PLAIN_BYTES = 4 * _MIB

# An event carries some tokens in some dozen values, or with a few providers a whole answer.
MAX_EVENT_BYTES = _MIB
MAX_EVENT_LINES = 1_000
MAX_EVENT_VALUES = 20_000

# Providers' own errors are a few hundred bytes.
MAX_ERROR_BYTES = 64 * _KIB

# Less than that cannot become much when it is parsed, so its values are not counted.
_UNCOUNTED = 64 * _KIB

# Compressed replies could be a thousand times as large as what was sent, so none are asked for.
NO_COMPRESSION = {"Accept-Encoding": "identity"}


def refuse_compression(content_encoding: str | None) -> None:
    """Check a reply's header Content-Encoding.

    Raises:
        Unreadable: the reply is compressed all the same.
    """
    if (content_encoding or "identity").lower() != "identity":
        raise Unreadable


class PlainLimits:
    """Watches a plain reply while it arrives: its bytes, values and levels."""

    def __init__(self) -> None:
        self._size = 0
        self._document = _Document(MAX_VALUES)

    async def check(self, chunk: bytes) -> None:
        """Take in the next bytes.

        Raises:
            ReplyTooLarge: there are too many.
            Unreadable: they have more values or levels than any answer.
        """
        self._size += len(chunk)
        if self._size > MAX_PLAIN_BYTES:
            raise ReplyTooLarge(MAX_PLAIN_BYTES)
        await self._document.check(chunk)


class StreamLimits:
    """Watches a stream of server-sent events: its bytes, and what each event has."""

    def __init__(self) -> None:
        self._size = 0
        self._all_lines = 0
        self._event = 0
        self._lines = 0
        self._line = 0
        self._endings = UnixLines()
        self._document = _Document(MAX_EVENT_VALUES)

    async def check(self, chunk: bytes) -> None:
        """Take in the next bytes.

        Raises:
            ReplyTooLarge: there are too many, or an event has too many bytes or lines.
            Unreadable: an event has more values or levels than any answer.
        """
        self._size += len(chunk)
        rest, *lines = self._endings.feed(chunk).split(b"\n")
        self._all_lines += len(lines)
        if self._size > MAX_STREAM_BYTES or self._all_lines > MAX_STREAM_LINES:
            raise ReplyTooLarge(MAX_STREAM_BYTES)
        await self._read(rest)
        for line in lines:
            self._end_line()
            await self._read(line)

    async def _read(self, part: bytes) -> None:
        """Read on in a line."""
        if part:
            self._line += len(part)
            self._event += len(part)
            await self._document.check(part)
        if self._event > MAX_EVENT_BYTES or self._lines > MAX_EVENT_LINES:
            raise ReplyTooLarge(MAX_EVENT_BYTES)

    def _end_line(self) -> None:
        if self._line:
            self._lines += 1
        else:  # a blank line ends an event
            self._event = self._lines = 0
            self._document = _Document(MAX_EVENT_VALUES)
        self._line = 0


class _Document:
    """Counts the values and levels of what will be parsed as one."""

    def __init__(self, max_values: int) -> None:
        self._max_values = max_values
        self._size = 0
        self._uncounted: list[bytes] = []
        self._limits: JsonLimits | None = None

    async def check(self, part: bytes) -> None:
        self._size += len(part)
        self._uncounted.append(part)
        if self._size <= _UNCOUNTED:
            return
        if self._limits is None:
            self._limits = JsonLimits(check_names=False, max_values=self._max_values)
        try:
            for uncounted in self._uncounted:
                await self._limits.check(uncounted)
        except LimitExceeded:
            raise Unreadable from None
        self._uncounted.clear()
