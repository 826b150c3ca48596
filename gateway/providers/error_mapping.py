"""What a provider's failure means, in the gateway's own errors: one mapping for every call.

The decision rests on what the provider itself sent: the error's codes first, and where a provider
has none, the beginning of its sentence. What those are stands in the wire formats. A status alone
decides the rest.
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from gateway.errors import (
    AnswerTooLarge,
    ContentBlocked,
    ContextTooLong,
    GatewayError,
    InvalidRequest,
    KeyRejected,
    ModelUnavailable,
    PermissionDenied,
    ProviderError,
    ProviderMisaddressed,
    ProviderOverloaded,
    ProviderTimeout,
    ProviderUnreachable,
    ProviderUntrusted,
    QuotaExhausted,
    RateLimited,
)
from gateway.providers import litellm_proxy
from gateway.providers.failures import (
    CallFailed,
    ErrorReply,
    ReplyTooLarge,
    TimedOut,
    Unreachable,
    Untranslatable,
    Untrusted,
)
from gateway.providers.wire_formats import WIRE_FORMATS
from gateway.providers.wire_formats.base import Sign, combined

# Of every format: what LiteLLM or a relay passes on may come from any provider.
_SIGNS = combined(*(wire_format.errors for wire_format in WIRE_FORMATS), litellm_proxy.ERRORS)
_STATUSES = dict(_SIGNS.statuses)


def gateway_error(failure: CallFailed, provider: str, name: str) -> GatewayError:
    """The error that a failed call stands for, with a sentence for a person.

    Args:
        failure: how the call failed.
        provider: the provider's id.
        name: the provider's name, as people read it.
    """
    match failure:
        case ErrorReply():
            error = _meaning(failure, provider, name)
            # Behind a timeout, and within an answer, the provider may have done all the work.
            answered = failure.status in (None, 200)
            error.refused = not answered and not isinstance(error, ProviderTimeout)
        case TimedOut():
            error = timed_out(provider, name)
        case Unreachable(connected=connected):
            error = ProviderUnreachable(
                f"{name} could not be reached. Check the internet connection.", provider=provider
            )
            error.refused = not connected
        case Untrusted():
            error = ProviderUntrusted(
                f"No secure connection to {name} could be made. {ProviderUntrusted.advice}",
                provider=provider,
            )
            error.refused = True
        case Untranslatable():
            error = InvalidRequest(
                f"This request cannot be translated for {name}. Check its tools, the calls in its "
                "messages, and response_format.",
                provider=provider,
            )
            error.refused = True
        case ReplyTooLarge(limit=limit):
            error = answer_too_large(provider, name, limit)
        case _:
            error = broken_off(provider, name)
    return error


def content_blocked(provider: str, name: str) -> GatewayError:
    """The provider refused to answer at all."""
    return ContentBlocked(
        f"{name} blocked this prompt for its content. Rephrase it.", provider=provider
    )


def broken_off(provider: str, name: str) -> GatewayError:
    """The answer ended before its end, or cannot be read."""
    return ProviderError(f"{name}'s answer broke off before its end.", provider=provider)


def answer_too_large(provider: str, name: str, limit: int) -> GatewayError:
    """The answer grew beyond a limit, in bytes."""
    return AnswerTooLarge(
        f"{name}'s answer grew beyond {limit // (1024 * 1024)} MiB and was ended there. "
        "What came until then is kept.",
        provider=provider,
    )


def timed_out(provider: str, name: str) -> GatewayError:
    """No byte came for too long."""
    return ProviderTimeout(f"{name} took too long to answer. Try again.", provider=provider)


def _meaning(reply: ErrorReply, provider: str, name: str) -> GatewayError:
    error_object = parse_error(reply.body)
    relayed = litellm_proxy.relayed_error(error_object)
    if relayed is not None:
        error_object = relayed
    codes = set(_codes(error_object))
    status = reply.status
    if status is None:
        status = next((_STATUSES[code] for code in _STATUSES if code in codes), None)
    message = str(error_object.get("message") or reply.body).lower()

    def error(kind: type[GatewayError], text: str) -> GatewayError:
        passes = status in (409, 429) or (status or 0) >= 500
        retry_after = _retry_after(reply) if passes else None
        return kind(text, provider=provider, retry_after=retry_after)

    def shows(signs: tuple[Sign, ...]) -> bool:
        return any(sign.fits(status, codes, message) for sign in signs)

    if shows(_SIGNS.no_model) or (status == 404 and error_object and "model" in message):
        return error(ModelUnavailable, f"{name} does not have this model.")
    if relayed is not None and status in (401, 403):
        return error(
            PermissionDenied,
            f"The provider behind {name} does not accept {name}'s own key. Tell its operator.",
        )
    if shows(_SIGNS.key_not_for_model):
        return error(PermissionDenied, f"Your {name} key is not allowed to use this model.")
    if status in (401, 403) and not error_object and not shows(_SIGNS.dead_key):
        return error(
            ProviderMisaddressed,
            f"Something between the gateway and {name} refused the request (HTTP {status}). "
            "Check the proxy, the firewall and the provider's address.",
        )
    if shows(_SIGNS.dead_key) or (status == 401 and not shows(_SIGNS.restricted_key)):
        return error(KeyRejected, f"{name} does not accept your key. Enter a valid one.")
    spent = status == 429 and not shows(_SIGNS.rate_limited) and _is_spent(reply.body.lower())
    if status == 402 or shows(_SIGNS.no_credit) or spent:
        return error(
            QuotaExhausted, f"Your {name} account has no credit or quota left. Look at its billing."
        )
    if status in (401, 403):
        return error(PermissionDenied, f"Your {name} key is not allowed to do this.")
    if shows(_SIGNS.prompt_too_long):
        overflow = token_overflow(message)
        by = f" by about {overflow:,} tokens" if overflow else ""
        return error(ContextTooLong, f"The prompt is too long for {name}'s model{by}. Shorten it.")
    if shows(_SIGNS.blocked):
        return content_blocked(provider, name)
    if status in (400, 413, 422):
        return error(
            InvalidRequest,
            f"{name} did not accept the request. Check max_tokens, temperature and the messages.",
        )
    if status == 429:
        return error(RateLimited, f"{name} is limiting your requests. Try again in a while.")
    if status in (408, 504):
        return timed_out(provider, name)
    if status in (503, 529) or shows(_SIGNS.overloaded):
        return error(ProviderOverloaded, f"{name} is overloaded at the moment.")
    if status is None or status == 200:
        return broken_off(provider, name)
    kind = ProviderError if status >= 500 or status == 409 else ProviderMisaddressed
    return error(kind, f"{name} failed to answer (HTTP {status}).")


def token_overflow(message: str) -> int | None:
    """By how many tokens a prompt is over the model's limit, None where the provider does not say.

    Args:
        message: the provider's message, in lower case.
    """
    for pattern in _SIGNS.overflows:
        if found := pattern.search(message):
            numbers = {name: int(value or 0) for name, value in found.groupdict().items()}
            overflow = numbers["asked"] + numbers.get("more", 0) - numbers["limit"]
            return overflow if overflow > 0 else None
    return None


def parse_error(body: str) -> dict[str, Any]:
    """The provider's error object; empty where something else answered in its place."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if isinstance(parsed, list) and parsed:  # Gemini's streams without alt=sse
        parsed = parsed[0]
    error = parsed.get("error", parsed) if isinstance(parsed, dict) else {}
    if isinstance(error, str):
        return {"message": error}
    return error if isinstance(error, dict) else {}


def has_error_object(body: str) -> bool:
    """Whether a body is a provider's own error, in the shape that all wire formats share."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return False
    return isinstance(parsed, dict) and isinstance(parsed.get("error"), dict)


def _codes(error: Mapping[str, Any]) -> Iterator[str]:
    """OpenAI's code and type, Anthropic's type, Google's status and reasons."""
    details = error.get("details")
    for holder in (error, *(details if isinstance(details, list) else ())):
        if isinstance(holder, dict):
            for name in ("code", "type", "status", "reason"):
                if isinstance(value := holder.get(name), str):
                    yield value.lower()


def _is_spent(text: str) -> bool:
    """Whether a 429 means a spent quota rather than too many requests at the moment."""
    if any(quota.search(text) for quota in _SIGNS.spent_quotas):
        return True
    return "billing" in text and not any(quota.search(text) for quota in _SIGNS.short_quotas)


def _retry_after(reply: ErrorReply) -> float | None:
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
    found = (pattern.search(reply.body.lower()) for pattern in _SIGNS.retry_delays)
    return next((float(match[1]) for match in found if match), None)
