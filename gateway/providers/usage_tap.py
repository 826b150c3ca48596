"""UsageTap: finds in an answer that passes what it says of its usage, and of its ids."""

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from gateway.providers.event_stream import UnixLines
from gateway.providers.reply_limits import MAX_PLAIN_BYTES

# The usage of OpenAI and Anthropic, and Gemini's usageMetadata.
_MARK = b'"usage'

_DATA = b"data:"

# Bytes at the end of a plain answer in which its usage is looked for where all of it would be too
# much to parse: embeddings have it there. A text cannot hold the like, since quotes are escaped.
_END = 4096
_USAGE_AT_THE_END = re.compile(rb'"usage"\s*+:\s*+(\{(?:[^{}]|\{[^{}]*+\})*+\})')

# Objects and lists of what is parsed, as they become much larger than they are written; those
# within texts are counted along. Exact counting would take longer than parsing.
_MAX_CONTAINERS = 50_000


class UsageTap:
    """Keeps the first and the last object that tell a usage. All that is kept has a limit.

    Args:
        content_type: the answer's.
    """

    def __init__(self, content_type: str) -> None:
        self.streamed = content_type.lower().startswith("text/event-stream")
        """Whether the answer is a stream of events."""
        # Of a stream, a line that has not ended. It grows beyond the limit by one piece at most.
        self._unread = bytearray()
        self._endings = UnixLines()
        self._end = b""
        self._first: bytes | None = None
        self._last: bytes | None = None

    def feed(self, piece: bytes) -> None:
        """Take in the next bytes."""
        head, newline, rest = piece, b"", b""
        if self.streamed:
            head, newline, rest = self._endings.feed(piece).partition(b"\n")
        self._add(head)
        if not newline:
            return
        self._end_line()
        lines, newline, rest = rest.rpartition(b"\n")
        if _MARK in lines:
            for line in lines.split(b"\n"):
                self._look_at(line)
        self._add(rest)

    def reports(self) -> list[Mapping[str, Any]]:
        """What tells a usage, in the order in which it came; of a plain answer, all of it."""
        found: list[Mapping[str, Any]] = []
        for text in self._kept():
            if text.count(b"[") + text.count(b"{") > _MAX_CONTAINERS:
                continue
            try:
                parsed = json.loads(text)
            except (ValueError, RecursionError):
                continue
            # Gemini streams a list where no event stream is asked for.
            parsed = parsed if isinstance(parsed, list) else [parsed]
            found += [one for one in parsed if isinstance(one, Mapping)]
        if not found and not self.streamed:
            end = (bytes(self._unread[-_END:]) + self._end)[-_END:]
            with suppress(ValueError):
                found += [{"usage": json.loads(one[1])} for one in _USAGE_AT_THE_END.finditer(end)]
        return found

    def _kept(self) -> Iterator[bytes]:
        if self.streamed:
            self._end_line()
            yield from (one.removeprefix(_DATA) for one in (self._first, self._last) if one)
        elif len(self._unread) <= MAX_PLAIN_BYTES:
            yield bytes(self._unread)

    def _add(self, part: bytes) -> None:
        if len(self._unread) <= MAX_PLAIN_BYTES:
            self._unread += part
        elif not self.streamed:
            self._end = (self._end + part)[-_END:]

    def _end_line(self) -> None:
        if len(self._unread) <= MAX_PLAIN_BYTES:
            self._look_at(bytes(self._unread))
        self._unread.clear()

    def _look_at(self, line: bytes) -> None:
        if line.startswith(_DATA) and _MARK in line:
            if self._first is None:
                self._first = line
            else:
                self._last = line
