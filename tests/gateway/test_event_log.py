"""A generation's events take little more memory than its text, and can be read from any point."""

import random
import tracemalloc

from gateway.generation.event_log import Event, EventLog, Kind


def test_pieces_and_events_come_back_as_they_went_in() -> None:
    chance = random.Random(4)
    log, expected = EventLog(), []
    written: dict[Kind, str] = {"text": "", "reasoning": ""}
    for number in range(1, 2_000):
        kind: Kind = chance.choice(("text", "reasoning"))
        piece = "".join(chance.choices("aß世😀\n", k=chance.randint(1, 5)))
        if chance.random() < 0.1:
            log.add("notice", lambda number=number: {"code": str(number)})  # type: ignore[misc]
            expected.append(Event(number, "notice", {"code": str(number)}))
        else:
            log.add_piece(kind, piece.encode())
            expected.append(Event(number, "delta", {kind: piece}))
            written[kind] += piece
    assert [log[index] for index in range(len(log))] == expected
    assert {kind: log.written(kind) for kind in written} == written


def test_piece_weighs_its_text_and_nine_bytes() -> None:
    """An object with a dict takes four hundred bytes."""
    log, pieces = EventLog(), 100_000
    tracemalloc.start()
    for _ in range(pieces):
        log.add_piece("text", b"word")
    kept, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert log.size == pieces * (4 + 9)
    assert kept < 1.3 * log.size  # arrays that grow keep some room
