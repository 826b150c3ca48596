"""Server-sent events, as far as providers use them: name and data of each event.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from typing import NamedTuple

from gateway.providers.failures import WholeReply

END_OF_STREAM = "[DONE]"
"""The data of the event that ends a stream of OpenAI's; relays add it to those of others."""

_BOM = b"\xef\xbb\xbf"

# No line of an event stream that says something begins like this, but JSON and HTML do.
_OTHER_BEGINNINGS = (b"{", b"[", b"<")


class Event(NamedTuple):
    """An event; `name` is empty where it has none."""

    data: str
    name: str = ""

    def written(self) -> bytes:
        """The event as it goes over the wire."""
        name = f"event: {self.name}\n" if self.name else ""
        lines = "".join(f"data: {line}\n" for line in self.data.split("\n"))
        return f"{name}{lines}\n".encode()


async def read_events(chunks: AsyncIterator[bytes]) -> AsyncGenerator[Event, None]:
    """Each event that says something, as it arrives.

    Raises:
        WholeReply: the reply is no event stream, but JSON or a page.
    """
    reader = EventStreamReader()
    beginning: bytes | None = b""
    async for chunk in chunks:
        if beginning is not None:
            beginning += chunk
            begun = beginning.removeprefix(_BOM).lstrip()
            if begun.startswith(_OTHER_BEGINNINGS):
                raise WholeReply(beginning + b"".join([rest async for rest in chunks]))
            if begun and not _BOM.startswith(begun):
                beginning = None
        for event in reader.feed(chunk):
            if event.data.strip():
                yield event
    for event in reader.end():
        if event.data.strip():
            yield event


class UnixLines:
    """Turns the three line endings of an event stream into line feeds, wherever it is cut."""

    def __init__(self) -> None:
        self._after_return = False

    def feed(self, chunk: bytes) -> bytes:
        """The next bytes, with line feeds alone."""
        if self._after_return and chunk:
            chunk = chunk.removeprefix(b"\n")
            self._after_return = False
        if b"\r" in chunk:
            self._after_return = chunk.endswith(b"\r")
            chunk = chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        return chunk


class EventStreamReader:
    """Assembles events from the bytes of a stream, wherever those are cut."""

    def __init__(self) -> None:
        self._lines = UnixLines()
        self._first = True
        self._unread: list[bytes] = []  # the parts of a line that has not ended
        self._data: list[str] = []
        self._name = ""

    def feed(self, chunk: bytes) -> Iterator[Event]:
        """The events that this chunk completes."""
        chunk = self._lines.feed(chunk)
        self._unread.append(chunk)
        if b"\n" not in chunk:
            return
        *lines, rest = b"".join(self._unread).split(b"\n")
        self._unread = [rest]
        if self._first:
            lines[0] = lines[0].removeprefix(_BOM)
            self._first = False
        for line in lines:
            yield from self._read(line)

    def end(self) -> Iterator[Event]:
        """A last event that has no blank line after it.

        The standard drops it; some providers leave the blank line out.
        """
        yield from self.feed(b"\n\n")

    def _read(self, line: bytes) -> Iterator[Event]:
        if not line:
            if self._data:
                yield Event("\n".join(self._data), self._name)
            self._data.clear()
            self._name = ""
            return
        field, _, value = line.partition(b":")  # a comment has no name
        if field == b"data":
            self._data.append(value.removeprefix(b" ").decode("utf-8", "replace"))
        elif field == b"event":
            self._name = value.removeprefix(b" ").decode("utf-8", "replace")
