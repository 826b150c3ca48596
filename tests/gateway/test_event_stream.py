"""The reader of event streams, driven with every cut of every example.

The first examples are those of the standard:
https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
"""

import itertools
from collections.abc import AsyncIterator

import pytest

from gateway.providers.event_stream import Event, EventStreamReader, read_events
from gateway.providers.failures import WholeReply

EXAMPLES: dict[str, tuple[bytes, list[Event]]] = {
    "several lines": (b"data: YHOO\ndata: +2\ndata: 10\n\n", [Event("YHOO\n+2\n10")]),
    "comments and ids": (
        b": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third\n\n",
        [Event("first event"), Event("second event"), Event(" third")],
    ),
    "data alone": (b"data\n\ndata\ndata\n\n", [Event(""), Event("\n")]),
    "a blank after the colon": (b"data:test\n\ndata: test\n\n", [Event("test"), Event("test")]),
    "names": (b"event: add\ndata: 7\n\ndata: 8\n\n", [Event("7", "add"), Event("8")]),
    "a name without data": (b"event: ping\n\ndata: a\n\n", [Event("a")]),
    "a byte order mark": (b"\xef\xbb\xbfdata: a\n\n", [Event("a")]),
    "a mark within": (b"data: a\n\n\xef\xbb\xbfdata: b\n\n", [Event("a")]),
    "two marks": (b"\xef\xbb\xbf\xef\xbb\xbfdata: a\n\ndata: b\n\n", [Event("b")]),
    "CRLF": (b"data: a\r\ndata: b\r\n\r\ndata: c\r\n\r\n", [Event("a\nb"), Event("c")]),
    "CR": (b"data: a\rdata: b\r\rdata: c\r\r", [Event("a\nb"), Event("c")]),
    "all endings": (b"data: a\n\r\ndata: b\r\n\rdata: c\r\n\n", [Event(x) for x in "abc"]),
    "unknown fields": (b"retry: 10\nid: 1\nfoo: x\nDATA: x\ndata : x\ndata: a\n\n", [Event("a")]),
    "characters of several bytes": ("data: é漢😀\n\n".encode(), [Event("é漢😀")]),
    "bytes that are no UTF-8": (b"data: a\xff\n\n", [Event("a\ufffd")]),
    "colons": (b"data: a: b:c\n:data: x\n\n", [Event("a: b:c")]),
    "blank lines": (b"\n\n\r\n\rdata: a\n\n\n\n", [Event("a")]),
    "other separators": ("data: a\x0bb\x85c\u2028d\n\n".encode(), [Event("a\x0bb\x85c\u2028d")]),
}


def read(*pieces: bytes) -> list[Event]:
    reader = EventStreamReader()
    events = [event for piece in pieces for event in reader.feed(piece)]
    return [*events, *reader.end()]


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_cut_reads_the_same(name: str) -> None:
    stream, events = EXAMPLES[name]
    assert read(stream) == events
    assert read(*(bytes([byte]) for byte in stream)) == events
    for first, second in itertools.combinations_with_replacement(range(len(stream) + 1), 2):
        assert read(stream[:first], stream[first:second], stream[second:]) == events


def test_last_event_without_a_blank_line() -> None:
    assert read(b"data: a\n\ndata: b") == [Event("a"), Event("b")]


async def in_pieces(*pieces: bytes) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


@pytest.mark.parametrize(
    "silent", [b"data:\n\n", b"data: \n\n", b"id: 4\n\n", b"retry: 10\n\n", b": x\n\n", b"data\n\n"]
)
async def test_what_says_nothing_is_no_event(silent: bytes) -> None:
    pieces = in_pieces(silent, b"data: a\n\n", silent, b"data: b\n\n", silent)
    assert [event.data async for event in read_events(pieces)] == ["a", "b"]


@pytest.mark.parametrize("body", [b'{"a": 1}', b" \n[1]", b"\xef\xbb\xbf{}", b"<!doctype html>"])
async def test_what_is_no_event_stream(body: bytes) -> None:
    for cut in range(len(body) + 1):
        with pytest.raises(WholeReply) as refused:
            assert not [event async for event in read_events(in_pieces(body[:cut], body[cut:]))]
        assert refused.value.body == body


@pytest.mark.parametrize("name", EXAMPLES)
def test_events_are_written_as_they_are_read(name: str) -> None:
    _, events = EXAMPLES[name]
    assert read(b"".join(event.written() for event in events)) == events
