"""How much of a provider's reply is read, wherever its bytes are cut."""

import random

import pytest

from gateway.providers.failures import CallFailed, ReplyTooLarge, Unreadable
from gateway.providers.reply_limits import (
    MAX_EVENT_BYTES,
    MAX_EVENT_LINES,
    MAX_PLAIN_BYTES,
    MAX_STREAM_BYTES,
    MAX_STREAM_LINES,
    PlainLimits,
    StreamLimits,
    refuse_compression,
)

EVENT = b'data: {"a": [0]}\n\n'
LONG_EVENT = b"data: " + b"a" * 50_000 + b"\n\n"


async def check(limits: PlainLimits | StreamLimits, body: bytes, size: int) -> None:
    for start in range(0, len(body), size):
        await limits.check(body[start : start + size])


@pytest.mark.parametrize(
    ("body", "failure"),
    [
        (b'"' + b"a" * (MAX_PLAIN_BYTES - 2) + b'"', None),
        (b'"' + b"a" * (MAX_PLAIN_BYTES - 1) + b'"', ReplyTooLarge),
        (b"[" + b"0," * 90_000 + b"0]", None),
        (b"[" + b"0," * 100_000 + b"0]", Unreadable),
        (b"[" * 100_000, Unreadable),
        (b'{"a":0,"a":0}', None),
        (b"{" + b'"a":0,' * 50_000 + b'"a":0}', None),
    ],
)
@pytest.mark.parametrize("size", [50_000, 200_000])
async def test_plain(body: bytes, failure: type[CallFailed] | None, size: int) -> None:
    if failure is None:
        await check(PlainLimits(), body, size)
    else:
        with pytest.raises(failure):
            await check(PlainLimits(), body, size)


@pytest.mark.parametrize(
    ("stream", "failure"),
    [
        (EVENT * 10_000, None),
        (EVENT.replace(b"\n", b"\r\n") * 10_000, None),
        (b": ping\n\n" * 10_000, None),
        (b"\n" * (MAX_STREAM_LINES + 1), ReplyTooLarge),
        (LONG_EVENT * (MAX_STREAM_BYTES // len(LONG_EVENT) + 1), ReplyTooLarge),
        ((b"data: " + b"a" * (MAX_EVENT_BYTES - 7) + b"\n\n") * 3, None),
        (b"data: " + b"a" * MAX_EVENT_BYTES, ReplyTooLarge),
        ((b"data:\n" * MAX_EVENT_LINES + b"\n") * 3, None),
        (b"data:\n" * (MAX_EVENT_LINES + 2), ReplyTooLarge),
        (b":\n" * (MAX_EVENT_LINES + 2), ReplyTooLarge),
        (b":\r" * (MAX_EVENT_LINES + 2), ReplyTooLarge),
        (b"data:\n\r\n" * (MAX_EVENT_LINES + 2), None),
        (b"data:\r\n\n" * (MAX_EVENT_LINES + 2), None),
        (b"data:\n\r\r\n" * (MAX_EVENT_LINES + 2), None),
        ((b"data: [" + b"0.00," * 19_000 + b"0]\n\n") * 3, None),
        (b"data: [" + b"0.00," * 20_000, Unreadable),
        (b"data: [[\n" + b"data: [0],\n" * 999 + b"data: " + b"0," * 100_000, Unreadable),
    ],
)
@pytest.mark.parametrize("size", [7_777, 100_000])
async def test_stream(stream: bytes, failure: type[CallFailed] | None, size: int) -> None:
    if failure is None:
        await check(StreamLimits(), stream, size)
    else:
        with pytest.raises(failure):
            await check(StreamLimits(), stream, size)


async def test_events_are_counted_the_same_wherever_the_stream_is_cut() -> None:
    chance = random.Random(15)
    for _ in range(200):
        ending = chance.choice((b"\n", b"\r\n", b"\r"))
        stream = b"".join(
            b"data: x" + ending + b"data: y" * chance.randrange(2) + ending for _ in range(20)
        )
        stream += ending
        whole = StreamLimits()
        await whole.check(stream)
        cut = StreamLimits()
        await check(cut, stream, chance.randrange(1, 9))
        inner = {"_document": 0, "_endings": 0}
        assert vars(cut) | inner == vars(whole) | inner


@pytest.mark.parametrize("encoding", [None, "", "identity", "Identity"])
def test_plain_bytes(encoding: str | None) -> None:
    refuse_compression(encoding)


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd", "deflate", "identity, gzip"])
def test_compressed_bytes(encoding: str) -> None:
    with pytest.raises(Unreadable):
        refuse_compression(encoding)
