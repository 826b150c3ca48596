"""What a provider's error means: its status and body, in the gateway's own errors.

LiteLLM's exception classes are not reliable here (a 403 arrives as a bad request, a 502 page as a
connection error), so the decision rests on what the provider itself sent: the error's codes first,
and where a provider has none, the beginning of its sentence. Sources:
https://platform.openai.com/docs/guides/error-codes, https://docs.claude.com/en/api/errors,
https://ai.google.dev/gemini-api/docs/troubleshooting
"""

import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from gateway.errors import (
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
from gateway.generation.excess import excess_tokens
from gateway.generation.relayed_errors import unwrap
from gateway.generation.request import Upstream


@dataclass(frozen=True, slots=True)
class Sign:
    """How an error is recognised: by one of its codes, or by how its message begins."""

    statuses: tuple[int | None, ...]
    codes: tuple[str, ...] = ()
    beginnings: tuple[str, ...] = ()


# None among the statuses stands for an error inside a stream that began well, and whose codes do
# not tell one.
_DEAD_KEY = Sign(
    (400, 401, 403),
    # The last is LiteLLM's proxy without a database, which knows its master key only.
    ("api_key_invalid", "consumer_suspended", "account_deactivated", "no_db_connection"),
    (
        "your api key was reported as leaked",
        "api key expired",
        "this organization has been disabled",
    ),
)
_NO_CREDIT = Sign(
    (400, 402, 403, 429, None),
    (
        "insufficient_quota",
        "billing_error",
        "billing_not_active",
        "billing_hard_limit_reached",
        "budget_exceeded",
    ),
    (
        "your credit balance is too low",
        "you have reached your specified api usage limits",
        "your prepayment credits",
        "your project has exceeded its monthly spending cap",
    ),
)
_TOO_LONG = Sign(
    (400, 413, 422, None),
    ("context_length_exceeded", "request_too_large"),
    (
        "this model's maximum context length",
        "prompt is too long",
        "input length and `max_tokens` exceed context limit",
        "the input token count",
    ),
)
_BLOCKED = Sign(
    (400, 422, None),
    ("content_policy_violation", "content_filter", "invalid_prompt", "prohibited_content"),
    ("output blocked by content filtering policy", "invalid prompt: your prompt was flagged"),
)
_NO_MODEL = Sign(
    (400, 403, 404), ("model_not_found",), ("/chat/completions: invalid model name passed",)
)
# OpenAI speaks of billing here too, to accounts without a payment method.
_RUSHED = Sign((429,), ("rate_limit_exceeded",), ("rate limit reached",))
_NOT_FOR_THIS_KEY = Sign(
    (400, 401, 403), ("key_model_access_denied", "team_model_access_denied", "model_access_denied")
)
_OVERLOADED = Sign(
    (None, 500),
    ("overloaded_error", "server_is_overloaded", "unavailable"),
    ("overloaded", "unavailable", "the model is overloaded", "the engine is currently overloaded"),
)


# What the codes of an error without a status of its own stand for; the first one that fits counts.
_STATUS_OF_CODE = {
    "context_length_exceeded": 400,
    "request_too_large": 413,
    "invalid_api_key": 401,
    "authentication_error": 401,
    "permission_error": 403,
    "rate_limit_exceeded": 429,
    "rate_limit_error": 429,
    "resource_exhausted": 429,
    "invalid_request_error": 400,
    "invalid_argument": 400,
}


@dataclass(frozen=True, slots=True)
class ProviderReply:
    """An error as the provider sent it. `status` is None for one inside a stream."""

    status: int | None
    body: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def understand(upstream: Upstream, reply: ProviderReply) -> GatewayError:
    """The error that the reply stands for, in words for a person."""
    error = _meaning(upstream, reply)
    # Behind a timeout, and inside an answer, the provider may have done all the work.
    error.refused = reply.status not in (None, 200) and not isinstance(error, ProviderTimeout)
    return error


def _meaning(upstream: Upstream, reply: ProviderReply) -> GatewayError:
    name = upstream.name
    error_object = _error_object(reply.body)
    relayed = unwrap(error_object)
    if relayed is not None:
        error_object = relayed
    codes = set(_codes(error_object))
    status = reply.status
    if status is None:
        status = next((_STATUS_OF_CODE[code] for code in _STATUS_OF_CODE if code in codes), None)
    message = str(error_object.get("message") or reply.body).lower()

    def error(kind: type[GatewayError], words: str) -> GatewayError:
        passes = status in (409, 429) or (status or 0) >= 500
        retry_after = _retry_after(reply) if passes else None
        return kind(words, provider=upstream.provider, retry_after=retry_after)

    def shows(sign: Sign) -> bool:
        return status in sign.statuses and (
            not codes.isdisjoint(sign.codes) or message.startswith(sign.beginnings or "\0")
        )

    if shows(_NO_MODEL) or (status == 404 and error_object and "model" in message):
        return error(ModelUnavailable, f"{name} does not have this model.")
    if relayed is not None and status in (401, 403):
        return error(
            PermissionDenied,
            f"The provider behind {name} does not accept {name}'s own key. Tell whoever runs it.",
        )
    if shows(_NOT_FOR_THIS_KEY):
        return error(PermissionDenied, f"Your {name} key is not allowed to use this model.")
    if shows(_DEAD_KEY) or (status == 401 and "missing scopes" not in message):
        return error(KeyRejected, f"{name} does not accept your key. Enter a valid one.")
    spent = status == 429 and not shows(_RUSHED) and _is_spent(reply.body.lower())
    if status == 402 or shows(_NO_CREDIT) or spent:
        return error(
            QuotaExhausted, f"Your {name} account has no credit or quota left. Look at its billing."
        )
    if status in (401, 403):
        return error(PermissionDenied, f"Your {name} key is not allowed to do this.")
    if shows(_TOO_LONG):
        excess = excess_tokens(message)
        by = f" by about {excess:,} tokens" if excess else ""
        return error(ContextTooLong, f"The prompt is too long for {name}'s model{by}. Shorten it.")
    if shows(_BLOCKED):
        return content_blocked(upstream)
    if status in (400, 413, 422):
        return error(
            InvalidRequest,
            f"{name} did not accept the request. Check max_tokens, temperature and the messages.",
        )
    if status == 429:
        return error(RateLimited, f"{name} is limiting your requests. Try again in a while.")
    if status in (408, 504):
        return timed_out(upstream)
    if status in (503, 529) or shows(_OVERLOADED):
        return error(ProviderOverloaded, f"{name} is overloaded at the moment.")
    if status is None or status == 200:
        return broken_answer(upstream)
    kind = ProviderError if status >= 500 or status == 409 else ProviderMisaddressed
    return error(kind, f"{name} failed to answer (HTTP {status}).")


def content_blocked(upstream: Upstream) -> GatewayError:
    """The provider refused to answer at all."""
    return ContentBlocked(
        f"{upstream.name} blocked this prompt for its content. Rephrase it.",
        provider=upstream.provider,
    )


def broken_answer(upstream: Upstream) -> GatewayError:
    """An answer that is none, or that ended without its end."""
    return ProviderError(
        f"{upstream.name}'s answer broke off before its end.", provider=upstream.provider
    )


def timed_out(upstream: Upstream) -> GatewayError:
    """Nothing came for too long."""
    return ProviderTimeout(
        f"{upstream.name} took too long to answer. Try again.", provider=upstream.provider
    )


def unreachable(upstream: Upstream, *, connected: bool) -> GatewayError:
    """No connection, or one that closed before an answer began."""
    error = ProviderUnreachable(
        f"{upstream.name} could not be reached. Check the internet connection.",
        provider=upstream.provider,
    )
    error.refused = not connected
    return error


def untrusted(upstream: Upstream) -> GatewayError:
    """What answers does not prove to be the provider: TLS failed."""
    error = ProviderUntrusted(
        f"No secure connection to {upstream.name} could be made. {ProviderUntrusted.advice}",
        provider=upstream.provider,
    )
    error.refused = True
    return error


def _error_object(body: str) -> dict[str, Any]:
    """The provider's error, or nothing where something else answered in its place."""
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if isinstance(parsed, list) and parsed:  # Gemini's streams without alt=sse
        parsed = parsed[0]
    error = parsed.get("error", parsed) if isinstance(parsed, dict) else {}
    return error if isinstance(error, dict) else {}


def _codes(error: Mapping[str, Any]) -> Iterator[str]:
    """OpenAI's code and type, Anthropic's type, Google's status and reasons."""
    details = error.get("details")
    for holder in (error, *(details if isinstance(details, list) else ())):
        if isinstance(holder, dict):
            for name in ("code", "type", "status", "reason"):
                if isinstance(value := holder.get(name), str):
                    yield value.lower()


def _is_spent(text: str) -> bool:
    """Whether a 429 means a spent quota rather than too many requests at the moment.

    Gemini says "check your plan and billing details" of both; the quota's id tells them apart. One
    per day, or of zero, does not pass soon.
    """
    if "perday" in text or re.search(r"limit: 0\b", text):
        return True
    passes_soon = any(sign in text for sign in ("perminute", "persecond", "retrydelay"))
    return "billing" in text and not passes_soon


def _retry_after(reply: ProviderReply) -> float | None:
    """Seconds to wait: Retry-After as a number or an HTTP date, or Google's RetryInfo."""
    value = reply.headers.get("retry-after", "")
    if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value):
        return float(value)
    if value:
        try:
            wait = parsedate_to_datetime(value).astimezone(UTC) - datetime.now(UTC)
        except (ValueError, OverflowError):
            return None
        return float(max(0, math.ceil(wait.total_seconds())))
    delay = re.search(r'"retryDelay":\s*"(\d{1,9}(?:\.\d{1,9})?)s', reply.body)
    return float(delay[1]) if delay else None
