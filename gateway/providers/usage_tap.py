"""UsageTap: finds in an answer that passes what it says of its usage, and of its ids."""

import json
from collections.abc import Mapping
from typing import Any

from gateway.providers.reply_limits import MAX_PLAIN_BYTES

# The usage of OpenAI and Anthropic, and Gemini's usageMetadata.
_MARK = b'"usage'

_DATA = b"data:"


class UsageTap:
    """Keeps the first and the last object that tell a usage. All that is kept has a limit.

    Args:
        content_type: the answer's.
    """

    def __init__(self, content_type: str) -> None:
        self.streamed = content_type.lower().startswith("text/event-stream")
        """Whether the answer is a stream of events."""
        self._unread = bytearray()  # of a stream, a line that has not ended
        self._first: bytes | None = None
        self._last: bytes | None = None

    def feed(self, piece: bytes) -> None:
        """Take in the next bytes."""
        if len(self._unread) <= MAX_PLAIN_BYTES:
            self._unread += piece
        if not self.streamed or b"\n" not in piece:
            return
        *lines, rest = bytes(self._unread).split(b"\n")
        self._unread = bytearray(rest)
        for line in lines:
            self._look_at(line)

    def reports(self) -> list[Mapping[str, Any]]:
        """What tells a usage, in the order in which it came; of a plain answer, all of it."""
        if self.streamed:
            self._look_at(bytes(self._unread))
            kept = [line.removeprefix(_DATA) for line in (self._first, self._last) if line]
        else:
            kept = [bytes(self._unread)] if len(self._unread) <= MAX_PLAIN_BYTES else []
        found: list[Mapping[str, Any]] = []
        for text in kept:
            try:
                parsed = json.loads(text)
            except (ValueError, RecursionError):
                continue
            # Gemini streams a list where no event stream is asked for.
            parsed = parsed if isinstance(parsed, list) else [parsed]
            found += [one for one in parsed if isinstance(one, Mapping)]
        return found

    def _look_at(self, line: bytes) -> None:
        if line.startswith(_DATA) and _MARK in line:
            if self._first is None:
                self._first = line
            else:
                self._last = line
