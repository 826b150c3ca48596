"""What a reply tells: an error or an answer. Null tells nothing; what was told before stands."""

import json
from collections.abc import Mapping
from typing import Any

from gateway.providers.failures import ErrorReply

BYTE_ORDER_MARK = "\ufeff"

_USAGES = ("usage", "usageMetadata")

# A sum, and what it consists of, where a provider tells one.
_SUMS = (
    ("total_tokens", ("prompt_tokens", "completion_tokens")),
    ("totalTokenCount", ("promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount")),
)


def parse_object(data: str | bytes) -> dict[str, Any]:
    """Parse an answer, or a piece of one.

    Raises:
        ErrorReply: it is an error.
        ValueError, TypeError: it is not a JSON object.
    """
    parsed = parse_json(data)
    # Gemini sends a list where no event stream is asked for.
    first = parsed[0] if isinstance(parsed, list) and parsed else parsed
    if isinstance(first, dict) and first.get("error"):
        raise ErrorReply(None, json.dumps(first))
    if not isinstance(parsed, dict):
        raise TypeError("An answer is an object")
    return parsed


def parse_json(data: str | bytes) -> Any:
    """Parse what may begin with a byte order mark.

    Raises:
        ValueError, RecursionError: it is not JSON.
    """
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    return json.loads(text.removeprefix(BYTE_ORDER_MARK))


def tidied(piece: dict[str, Any]) -> dict[str, Any]:
    """A piece of an answer without nulls, and with what LiteLLM looks for in any case."""
    tidy: dict[str, Any] = without_nulls(piece)
    block = tidy.get("content_block")
    if isinstance(block, dict) and block.get("type") == "text":
        block.setdefault("text", "")
    return tidy


def without_nulls(value: Any) -> Any:
    """A JSON value without the members and elements that are null, however deep."""
    if isinstance(value, dict):
        return {name: without_nulls(one) for name, one in value.items() if one is not None}
    if isinstance(value, list):
        return [without_nulls(one) for one in value if one is not None]
    return value


class ToldUsage:
    """What one reply has told of its usage so far."""

    def __init__(self) -> None:
        self._told: dict[str, Any] = {}

    def complete(self, piece: dict[str, Any]) -> None:
        """Complete the usage in a piece, if there is one, by what was told before."""
        message = piece.get("message")
        for holder in (piece, message if isinstance(message, dict) else {}):
            for name in _USAGES:
                if isinstance(usage := holder.get(name), dict):
                    self._take_in(_numbers(without_nulls(usage)))
                    holder[name] = _summed(self._told)
                elif name in holder:
                    del holder[name]  # whatever it is

    def _take_in(self, usage: dict[str, Any]) -> None:
        for sum_name, parts in _SUMS:
            if sum_name not in usage and any(part in usage for part in parts):
                self._told.pop(sum_name, None)  # it is of fewer parts
        self._told = _merged(self._told, usage)


def _numbers(value: Any) -> Any:
    """A usage in which numbers are numbers: some servers write them as texts."""
    if isinstance(value, dict):
        return {name: _numbers(one) for name, one in value.items()}
    return int(value) if isinstance(value, str) and value.isdecimal() else value


def told(answer: dict[str, Any]) -> dict[str, Any]:
    """A whole answer, tidied, with a usage of numbers."""
    tidy = tidied(answer)
    ToldUsage().complete(tidy)
    if tidy.get("type") == "message":
        content = tidy.get("content", [])
        kept = [one for one in content if one.get("type") != "text" or "text" in one]
        return {"stop_reason": "end_turn", "usage": {}, **tidy, "content": kept}
    return {"usageMetadata": {}, **tidy} if "candidates" in tidy else tidy


def _merged(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**before, **now}
    for name, value in now.items():
        if isinstance(value, dict) and isinstance(before.get(name), dict):
            merged[name] = _merged(before[name], value)
    return merged


def _summed(usage: dict[str, Any]) -> dict[str, Any]:
    """The usage with a sum or a part of it that the provider has left out."""
    for sum_name, parts in _SUMS:
        known = {name: usage[name] for name in parts if isinstance(usage.get(name), int)}
        total = usage.get(sum_name)
        if not known:
            continue
        if not isinstance(total, int):
            return {**usage, sum_name: sum(known.values())}
        missing = [name for name in parts[:2] if name not in known]
        if len(missing) == 1:
            return {**usage, missing[0]: max(0, total - sum(known.values()))}
    return usage
