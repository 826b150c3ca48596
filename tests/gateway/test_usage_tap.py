"""What is kept of an answer that passes, however it arrives."""

import json
import random
import time
from typing import Any

import pytest

from gateway.providers.reply_limits import MAX_PLAIN_BYTES
from gateway.providers.usage_tap import UsageTap

STREAM = "text/event-stream; charset=utf-8"


def reports_of(answer: bytes, content_type: str = "application/json", size: int = 65_536) -> Any:
    tap = UsageTap(content_type)
    for start in range(0, len(answer), size):
        tap.feed(answer[start : start + size])
    return tap.reports()


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_stream_in_pieces_of_any_size(newline: str) -> None:
    events = [
        {"type": "message_start", "message": {"usage": {"input_tokens": 1}}},
        *({"type": "delta", "text": text} for text in ("hi", "", 'a "usage" of words', "x" * 999)),
        {"type": "message_delta", "usage": {"output_tokens": 2}},
        {"type": "message_stop"},
    ]
    text = "".join(f"event: e\ndata: {json.dumps(e)}\n\n" for e in events).replace("\n", newline)
    chance = random.Random(7)
    for _ in range(200):
        answer, tap = text.encode(), UsageTap(STREAM)
        while answer:
            size = chance.choice([1, 2, 7, 100, 2000])
            tap.feed(answer[:size])
            answer = answer[size:]
        assert tap.reports() == [events[0], events[-2]]


def test_long_line_is_dropped_and_the_next_ones_are_read() -> None:
    usage = {"usage": {"total_tokens": 1}}
    long = b'data: {"usage": "' + b"x" * (MAX_PLAIN_BYTES + 100_000) + b'"}\n\n'
    short = b'data: {"delta": "x"}\n\n' * 20_000
    began = time.perf_counter()
    found = reports_of(long + short + b"data: " + json.dumps(usage).encode() + b"\n\n", STREAM, 100)
    assert found == [usage]
    assert time.perf_counter() - began < 2


def test_line_without_end_is_not_kept() -> None:
    tap = UsageTap(STREAM)
    for _ in range(1_000):
        tap.feed(b"x" * 65_536)
    assert len(tap._unread) <= MAX_PLAIN_BYTES + 65_536
    assert tap.reports() == []


@pytest.mark.parametrize("inner", [b"[],", b"[", b'{"a":'])
def test_more_values_or_levels_than_any_answer_are_not_parsed(inner: bytes) -> None:
    answer = b'{"x":[' + inner * 300_000 + b"0"
    for content_type in ("application/json", STREAM):
        assert reports_of(b'data: {"usage":1,' + answer + b"\n", content_type) == []


@pytest.mark.parametrize("vectors", [1, 50, 200])
def test_usage_of_many_embeddings(vectors: int) -> None:
    data = [{"embedding": [0.123456789] * 3_000} for _ in range(vectors)]
    answer = {"data": data, "usage": {"prompt_tokens": 9, "total_tokens": 9}}
    (found,) = reports_of(json.dumps(answer).encode())
    assert found["usage"] == {"prompt_tokens": 9, "total_tokens": 9}


def test_usage_that_a_text_quotes_is_not_the_answer_s() -> None:
    texts = ["x" * (MAX_PLAIN_BYTES + 1), '{"usage": {"total_tokens": 1}}']
    assert reports_of(json.dumps({"texts": texts}).encode()) == []
