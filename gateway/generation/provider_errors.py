"""What a provider's error means: its status and body, in the gateway's own errors.

LiteLLM's exception classes are not reliable here (a 403 arrives as a bad request, a 502 page as a
connection error), so the decision rests on what the provider itself sent. Sources:
https://platform.openai.com/docs/guides/error-codes, https://docs.claude.com/en/api/errors,
https://ai.google.dev/gemini-api/docs/troubleshooting
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from gateway.errors import (
    ContentBlocked,
    ContextTooLong,
    GatewayError,
    InvalidRequest,
    KeyRejected,
    ModelUnavailable,
    PermissionDenied,
    ProviderError,
    ProviderOverloaded,
    ProviderTimeout,
    ProviderUnreachable,
    QuotaExhausted,
    RateLimited,
)
from gateway.generation.request import Upstream

_DEAD_KEY = (
    "api_key_invalid",
    "api key not valid",
    "api key expired",
    "reported as leaked",
    "consumer_suspended",
    "organization has been disabled",
)
_NO_CREDIT = (
    "insufficient_quota",
    "billing_error",
    "billing_not_active",
    "billing_hard_limit_reached",
    "credit balance is too low",
    "prepayment credits",
    "spending cap",
    "usage limits",
)
_TOO_LONG = (
    "context_length_exceeded",
    "maximum context length",
    "prompt is too long",
    "exceed context limit",
    "input token count",
    "request_too_large",
)
_BLOCKED = (
    "content_policy",
    "content_filter",
    "usage policy",
    "content filtering policy",
    "blockreason",
    "prohibited_content",
)
_OVERLOADED = ("overloaded", '"unavailable"', "unavailable - ")


@dataclass(frozen=True, slots=True)
class ProviderReply:
    """An error as the provider sent it. `status` is None for one inside a stream."""

    status: int | None
    body: str = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


def understand(upstream: Upstream, reply: ProviderReply) -> GatewayError:
    """The error that the reply stands for, in words for a person."""
    name, status = upstream.name, reply.status
    text = reply.body.lower()

    def error(kind: type[GatewayError], message: str) -> GatewayError:
        retry_after = _retry_after(reply) if status in (429, 503, 529) else None
        return kind(message, provider=upstream.provider, retry_after=retry_after)

    def says(signs: tuple[str, ...]) -> bool:
        return any(sign in text for sign in signs)

    if "model_not_found" in text or (status == 404 and "model" in text):
        return error(ModelUnavailable, f"{name} does not have this model.")
    if says(_DEAD_KEY) or (status == 401 and "missing scopes" not in text):
        return error(KeyRejected, f"{name} does not accept your key. Enter a valid one.")
    if status == 402 or says(_NO_CREDIT) or (status == 429 and _is_spent(text)):
        return error(
            QuotaExhausted, f"Your {name} account has no credit or quota left. Look at its billing."
        )
    if status in (401, 403):
        return error(PermissionDenied, f"Your {name} key is not allowed to do this.")
    if status in (400, 413, 422):
        if says(_TOO_LONG):
            return error(ContextTooLong, f"The prompt is too long for {name}'s model. Shorten it.")
        if says(_BLOCKED):
            return content_blocked(upstream)
        return error(
            InvalidRequest,
            f"{name} did not accept the request. Check max_tokens, temperature and the messages.",
        )
    if status == 429:
        return error(RateLimited, f"{name} is limiting your requests. Try again in a while.")
    if status in (408, 504):
        return timed_out(upstream)
    if status in (503, 529) or says(_OVERLOADED):
        return error(ProviderOverloaded, f"{name} is overloaded at the moment.")
    if status is None or status == 200:
        return broken_answer(upstream)
    return error(ProviderError, f"{name} failed to answer (HTTP {status}).")


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


def unreachable(upstream: Upstream) -> GatewayError:
    """No connection, or one that closed before an answer began."""
    return ProviderUnreachable(
        f"{upstream.name} could not be reached. Check the internet connection.",
        provider=upstream.provider,
    )


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
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    if value:
        try:
            wait = parsedate_to_datetime(value).astimezone(UTC) - datetime.now(UTC)
        except ValueError:
            return None
        return max(0.0, wait.total_seconds())
    delay = re.search(r'"retryDelay\\?":\s*\\?"(\d+(?:\.\d+)?)s', reply.body)
    return float(delay[1]) if delay else None
