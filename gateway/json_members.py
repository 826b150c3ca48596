"""Finds a member's value in the bytes of a JSON object, so that nothing else of it changes."""

import json
import re

_SPACE = re.compile(rb"[ \t\r\n]*+")
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_SCALAR = re.compile(rb"[^\s,\]}]++")
# In an array or object: what changes the depth. Strings are passed over, whatever is in them.
_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)


def value_span(body: bytes, name: str) -> tuple[int, int] | None:
    """Where the value of a member of the outermost object begins and ends.

    Args:
        body: a valid JSON object, with each name once.
        name: the member's name, however it is escaped there.

    Returns:
        The positions of its first byte and after its last; None where there is no such member.
    """
    position = _after(_SPACE, body, 0) + 1  # the opening brace
    while True:
        start = _after(_SPACE, body, position)
        if body[start] != ord('"'):
            return None  # an empty object
        position = _after(_STRING, body, start)
        found = json.loads(body[start:position]) == name
        colon = _after(_SPACE, body, position)
        start = _after(_SPACE, body, colon + 1)
        position = _end_of_value(body, start)
        if found:
            return start, position
        comma = _after(_SPACE, body, position)
        if body[comma] != ord(","):
            return None  # the closing brace
        position = comma + 1


def _end_of_value(body: bytes, start: int) -> int:
    first = body[start : start + 1]
    if first == b'"':
        return _after(_STRING, body, start)
    if first not in (b"{", b"["):
        return _after(_SCALAR, body, start)
    depth, position = 1, start + 1
    while depth:
        bracket = _BRACKET.match(body, position)
        assert bracket is not None, "the body is valid JSON"
        depth += 1 if bracket[1] in b"[{" else -1
        position = bracket.end()
    return position


def _after(pattern: "re.Pattern[bytes]", body: bytes, position: int) -> int:
    match = pattern.match(body, position)
    assert match is not None, "the body is valid JSON"
    return match.end()
