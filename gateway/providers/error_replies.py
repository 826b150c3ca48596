"""What an error of a provider says: whether it is its own, its status and codes, when to ask again.

What they look like stands in the wire formats.
"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from gateway.providers import litellm_proxy
from gateway.providers.failures import ErrorReply
from gateway.providers.told import BYTE_ORDER_MARK, parse_json
from gateway.providers.wire_formats import WIRE_FORMATS
from gateway.providers.wire_formats.base import combined

# Of every format: what LiteLLM or a relay passes on may come from any provider.
SIGNS = combined(*(wire_format.errors for wire_format in WIRE_FORMATS), litellm_proxy.ERRORS)

# Their errors have one shape each.
_BUILT_IN = frozenset(wire_format.id for wire_format in WIRE_FORMATS)

MAY_HAVE_WORKED = (408, 504, 524)
"""Statuses of whoever has waited for the provider for too long: it may have done all the work."""


def token_overflow(message: str) -> int | None:
    """By how many tokens a prompt is over the model's limit, None where the provider does not say.

    Args:
        message: the provider's message, in lower case.
    """
    for pattern in SIGNS.overflows:
        if found := pattern.search(message):
            numbers = {name: int(value or 0) for name, value in found.groupdict().items()}
            overflow = numbers["asked"] + numbers.get("more", 0) - numbers["limit"]
            return overflow if overflow > 0 else None
    return None


def own_error(body: str, provider: str) -> dict[str, Any]:
    """The provider's error object; empty where something else answered in its place.

    The three wire formats have it under `error`. Of an added provider any JSON object counts.
    """
    try:
        parsed = parse_json(body)
    except (ValueError, RecursionError):
        return {}
    if isinstance(parsed, list) and parsed:  # Gemini's streams without alt=sse
        parsed = parsed[0]
    if not isinstance(parsed, dict):
        return {}
    error = parsed.get("error")
    if isinstance(error, list) and error:
        error = error[0]
    if isinstance(error, str) and error:
        return {"message": error}
    if isinstance(error, dict) and error:
        return error
    return {} if provider in _BUILT_IN else parsed


def is_page(body: str) -> bool:
    """Whether it is a page for people."""
    return body.removeprefix(BYTE_ORDER_MARK).lstrip().startswith("<")


def status_of(told: int | None, error: Mapping[str, Any], codes: set[str]) -> int | None:
    """The HTTP status, or what stands for it in an error that came with status 200."""
    if told not in (None, 200):
        return told
    numbers = (str(error.get(name)) for name in ("code", "status"))
    given = next((one for one in numbers if re.fullmatch(r"[45]\d\d", one)), None)
    if given is not None:
        return int(given)
    return next((meant for code, meant in SIGNS.statuses if code in codes), told)


def codes_of(error: Mapping[str, Any]) -> Iterator[str]:
    """OpenAI's code and type, Anthropic's type, Google's status and reasons."""
    details = error.get("details")
    for holder in (error, *(details if isinstance(details, list) else ())):
        if isinstance(holder, dict):
            for name in ("code", "type", "status", "reason"):
                if isinstance(value := holder.get(name), str):
                    yield value.lower()


def is_spent(text: str) -> bool:
    """Whether a 429 means a spent quota rather than too many requests at the moment."""
    if any(quota.search(text) for quota in SIGNS.spent_quotas):
        return True
    return "billing" in text and not any(quota.search(text) for quota in SIGNS.short_quotas)


def retry_after(reply: ErrorReply) -> float | None:
    """Seconds to wait: Retry-After as a number or an HTTP date, or what the body says."""
    value = reply.headers.get("retry-after", "")
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value):
        return float(value)
    if value:
        try:
            wait = parsedate_to_datetime(value).astimezone(UTC) - datetime.now(UTC)
        except (ValueError, OverflowError):
            return None
        return float(max(0, math.ceil(wait.total_seconds())))
    found = (pattern.search(reply.body.lower()) for pattern in SIGNS.retry_delays)
    return next(filter(None, (_seconds(match) for match in found if match)), None)


def _seconds(match: re.Match[str]) -> float:
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(float(value) * units[name] for name, value in match.groupdict().items() if value)
