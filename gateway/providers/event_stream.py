"""Server-sent events, as far as providers use them: the data of each event.

Source: https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
"""

from collections.abc import Iterator


class EventStreamReader:
    """Assembles events from the bytes of a stream, wherever those are cut."""

    def __init__(self) -> None:
        self._unread: list[bytes] = []  # the parts of a line that has not ended
        self._data: list[str] = []

    def feed(self, chunk: bytes) -> Iterator[str]:
        """The data of each event that this chunk completes."""
        self._unread.append(chunk)
        if b"\n" not in chunk:
            return
        *lines, rest = b"".join(self._unread).split(b"\n")
        self._unread = [rest]
        for line in lines:
            yield from self._read(line.removesuffix(b"\r"))

    def end(self) -> Iterator[str]:
        """The data of a last event that has no blank line after it.

        The standard drops it; some providers leave the blank line out.
        """
        yield from self.feed(b"\n\n")

    def _read(self, line: bytes) -> Iterator[str]:
        if line.startswith(b"data:"):
            self._data.append(line[5:].decode("utf-8", "replace").removeprefix(" "))
        elif not line and self._data:
            yield "\n".join(self._data)
            self._data.clear()
