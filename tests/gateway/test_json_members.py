"""A member's value is found wherever it stands, and however the body is written."""

import json
import random
from typing import Any

from gateway.json_members import value_span
from tests.gateway.test_json_limits import value


def written(chance: random.Random, parsed: Any) -> str:
    """The value as JSON, with space and escapes at random."""
    text = json.dumps(parsed, ensure_ascii=chance.random() < 0.5)
    return chance.choice(["", " ", "\n\t"]) + text + chance.choice(["", " ", "\r\n"])


def test_any_member_of_any_body() -> None:
    chance = random.Random(16)
    for _ in range(2_000):
        names = [f"n{i}" + chance.choice(['"', "\\", "é", "{[", ""]) for i in range(4)]
        members = {name: written(chance, value(chance)) for name in names}
        body = (
            "{"
            + ",".join(f"{written(chance, name)}:{text}" for name, text in members.items())
            + chance.choice(["}", "} \n"])
        )
        body = chance.choice(["", " \n"]) + body
        raw = body.encode()
        name = chance.choice(names)
        span = value_span(raw, name)
        assert span is not None
        assert raw[slice(*span)].decode() == members[name].strip()
        assert value_span(raw, "other") is None


def test_no_member() -> None:
    assert value_span(b"{}", "model") is None
    assert value_span(b' { "a" : {"model": 1} , "b":["model"]} ', "model") is None
    assert value_span(b'{"a":1,"\\u006dodel" : "x"}', "model") == (22, 25)
