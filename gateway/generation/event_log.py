"""EventLog: the events of one generation, stored compactly.

A long answer has some hundred thousand pieces. An object for each would take fifty times the memory
of its text, so a piece is kept as a slice of the text, with nine bytes beside it.
"""

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "reasoning"]

_KINDS: tuple[Kind, Kind] = ("text", "reasoning")
_NO_PIECE = len(_KINDS)
_BYTES_PER_EVENT = 9

_FINAL_EVENTS = ("done", "error")


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a generation's stream. Ids count up from 1."""

    id: int
    name: str
    data: dict[str, Any]

    @property
    def final(self) -> bool:
        """Whether the stream ends here."""
        return self.name in _FINAL_EVENTS


class EventLog:
    """The events in order; the pieces among them make up text and reasoning."""

    def __init__(self) -> None:
        self._written: dict[Kind, bytearray] = {kind: bytearray() for kind in _KINDS}
        # For each event: what kind of piece it is, and the slice that it covers.
        self._kinds = bytearray()
        self._starts = array("I")
        self._ends = array("I")
        self._others: dict[int, tuple[str, Callable[[], dict[str, Any]]]] = {}
        self.size = 0
        """How many bytes it takes."""

    def __len__(self) -> int:
        return len(self._kinds)

    def __getitem__(self, index: int) -> Event:
        if index in self._others:
            name, data = self._others[index]
            return Event(index + 1, name, data())
        kind = _KINDS[self._kinds[index]]
        piece = self._written[kind][self._starts[index] : self._ends[index]]
        return Event(index + 1, "delta", {kind: piece.decode()})

    def written(self, kind: Kind) -> str:
        """All pieces of a kind, joined."""
        return self._written[kind].decode()

    def add_piece(self, kind: Kind, piece: bytes) -> None:
        """Add a piece, in UTF-8 and of whole characters."""
        written = self._written[kind]
        start = len(written)
        written += piece
        self.size += len(piece)
        self._append(_KINDS.index(kind), start, len(written))

    def add(self, name: str, data: Callable[[], dict[str, Any]]) -> None:
        """Add an event that is not a piece. Its data is made when the event is read."""
        self._others[len(self)] = name, data
        self._append(_NO_PIECE, 0, 0)

    def _append(self, kind: int, start: int, end: int) -> None:
        self.size += _BYTES_PER_EVENT
        self._kinds.append(kind)
        self._starts.append(start)
        self._ends.append(end)
