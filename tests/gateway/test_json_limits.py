"""Limits of a JSON body: counted on its bytes as the parsed values would be, at any chunking."""

import json
import random
from typing import Any

import pytest

from gateway.json_limits import (
    MAX_DEPTH,
    MAX_FIELDS,
    MAX_TEXT,
    MAX_VALUES,
    JsonLimits,
    LimitExceeded,
)

NAMES = ("a", 'b"', "c\\", "é😀", "d\n", "e,{[:")
SCALARS = (1, -2.5e10, True, None, "x", 'q"[,{', "\\", '\\\\"', "é\u2028", "")


def value(chance: random.Random, depth: int = 0) -> Any:
    """A JSON value at random."""
    kind = chance.random() if depth < 5 else 1
    if kind < 0.3:
        return [value(chance, depth + 1) for _ in range(chance.randrange(4))]
    if kind < 0.6:
        members = range(chance.randrange(4))
        return {chance.choice(NAMES) + str(i): value(chance, depth + 1) for i in members}
    return chance.choice(SCALARS)


def count(parsed: Any) -> int:
    """How many values there are, containers included."""
    children = parsed.values() if isinstance(parsed, dict) else parsed
    return 1 + sum(map(count, children)) if isinstance(parsed, dict | list) else 1


def check(body: bytes, sizes: tuple[int, ...] = (1 << 16,), *, check_names: bool = True) -> None:
    """Feed a body in chunks of sizes at random."""
    chance, limits, position = random.Random(body), JsonLimits(check_names=check_names), 0
    while position < len(body):
        size = chance.choice(sizes)
        limits.feed(body[position : position + size])
        position += size


def test_values_are_counted_as_the_parser_would(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(15)
    for _ in range(3_000):
        parsed = value(chance)
        text = json.dumps(
            parsed, ensure_ascii=chance.random() < 0.5, indent=chance.choice((None, 1))
        )
        monkeypatch.setattr("gateway.json_limits.MAX_VALUES", count(parsed))
        check_names = chance.random() < 0.5
        check(text.encode(), sizes=(1, 2, 3, 7, 100), check_names=check_names)
        monkeypatch.setattr("gateway.json_limits.MAX_VALUES", count(parsed) - 1)
        with pytest.raises(LimitExceeded, match="values"):
            check(text.encode(), sizes=(1, 2, 3, 7, 100), check_names=check_names)


def test_names_are_checked_where_it_is_asked_for() -> None:
    fields = b",".join(b'"%d":0' % (n % 2_000) for n in range(5_000))
    check(b"{" + fields + b"}", check_names=False)
    check(b"{" + fields + b"}", (1, 3, 50), check_names=False)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"[" + b"0," * (MAX_VALUES - 2) + b"0]", None),
        (b"[" + b"0," * (MAX_VALUES - 1) + b"0]", "values"),
        (b"[" * MAX_DEPTH + b"]" * MAX_DEPTH, None),
        (b"[" * (MAX_DEPTH + 1), "levels"),
        (b'{"a":' * (MAX_DEPTH + 1), "levels"),
        (b'"' + b"a" * (2 * MAX_TEXT) + b'"', None),
        (b'["' + b"a" * (MAX_TEXT - 2) + b'\\n", "b"]', None),
        (b'["' + b"a" * (MAX_TEXT - 2) + b'\\n", "\\n"]', "texts"),
        (b'{"\\n": "' + b"\\n" * (MAX_TEXT // 2) + b'"}', "texts"),
        ('["é", "é'.encode() + b"a" * MAX_TEXT + b'"]', "texts"),
        (b'{"a": 1, "a": 2}', "same name"),
        (b'{"a": 1, "\\u0061": 2}', "same name"),
        (b'[{"x": {"a": [], "b": {"a": 0}, "a": 1}}]', "same name"),
        (b'{"a": {"a": {"a": ["a", "a"]}}, "b": "a"}', None),
        (b"{" + b",".join(b'"%d":0' % n for n in range(MAX_FIELDS)) + b"}", None),
        (b"{" + b",".join(b'"%d":0' % n for n in range(MAX_FIELDS + 1)) + b"}", "fields"),
    ],
)
def test_limits(body: bytes, problem: str | None) -> None:
    for sizes in ((1 << 16,), (1, 3, 50)) if len(body) < MAX_TEXT else ((1 << 16,),):
        if problem is None:
            check(body, sizes)
        else:
            with pytest.raises(LimitExceeded, match=problem):
                check(body, sizes)
