"""Who said no, and what the person can do: documented errors of each provider, and pages.

Sources: https://platform.openai.com/docs/guides/error-codes,
https://docs.claude.com/en/api/errors, https://ai.google.dev/gemini-api/docs/troubleshooting,
https://console.groq.com/docs/errors, and
https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
"""

from typing import Any

import pytest

from tests.gateway.conftest import StartGateway
from tests.gateway.scripted_upstream import Reply, ScriptedUpstream, page, plain
from tests.gateway.test_odd_upstreams import start_with
from tests.gateway.transports import on_both_transports


def openai(message: str, kind: str | None = None, code: str | None = None) -> Any:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def anthropic(kind: str, message: str) -> Any:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}


def gemini(code: int, status: str, message: str, *details: Any) -> Any:
    error = {"code": code, "message": message, "status": status}
    return {"error": {**error, "details": list(details)} if details else error}


TOO_LARGE = (
    "Request too large for {} in organization org-x on tokens per min (TPM): Limit {}, Requested "
    "{}. The input or output tokens must be reduced in order to run successfully."
)
PERMISSION = {"@type": "type.googleapis.com/google.rpc.ErrorInfo"}

# Provider, status and body; then the code, words that are told, and how often it is asked.
OWN: list[tuple[str, int, Any, str, str, int]] = [
    # OpenAI
    ("openai", 401, openai("Incorrect API key provided", "x", "invalid_api_key"),
     "key_rejected", "does not accept your key", 1),
    ("openai", 401, openai("You must be a member of an organization to use the API."),
     "permission_denied", "organization", 1),
    ("openai", 401, openai("Your IP address is not allowed.", "x", "ip_not_authorized"),
     "permission_denied", "addresses", 1),
    ("openai", 403, openai("Country, region, or territory not supported", "request_forbidden",
                           "unsupported_country_region_territory"),
     "region_not_supported", "country", 1),
    ("openai", 429, openai(TOO_LARGE.format("gpt-4.1", 10000, 12874), "tokens",
                           "rate_limit_exceeded"),
     "context_too_long", "in a minute, by about 2,874 tokens", 1),
    ("openai", 413, openai(TOO_LARGE.format("model `x`", 6000, 7200), "tokens",
                           "rate_limit_exceeded"),
     "context_too_long", "in a minute, by about 1,200 tokens", 1),
    ("openai", 429, openai("Rate limit reached for gpt-4.1 on tokens per min (TPM): Limit 10000, "
                           "Used 9000, Requested 2000. Please try again in 6s.", "tokens",
                           "rate_limit_exceeded"),
     "rate_limited", "limiting", 2),
    ("openai", 429, openai("You exceeded your current quota", "insufficient_quota",
                           "insufficient_quota"),
     "quota_exhausted", "billing", 1),
    ("openai", 500, openai("The server had an error while processing your request"),
     "provider_error", "OpenAI failed to answer", 2),
    ("openai", 503, openai("The engine is currently overloaded, please try again later"),
     "provider_overloaded", "overloaded", 2),
    ("openai", 503, openai("Slow Down"), "provider_overloaded", "overloaded", 2),
    # Anthropic
    ("anthropic", 400, anthropic("invalid_request_error", "temperature: range: 0..1"),
     "invalid_request", "did not accept the request", 1),
    ("anthropic", 401, anthropic("authentication_error", "invalid x-api-key"),
     "key_rejected", "does not accept your key", 1),
    ("anthropic", 402, anthropic("billing_error", "x"), "quota_exhausted", "billing", 1),
    ("anthropic", 403, anthropic("permission_error", "x"), "permission_denied", "not allowed", 1),
    ("anthropic", 403, {"error": {"type": "forbidden", "message": "Request not allowed"}},
     "region_not_supported", "country", 1),
    ("anthropic", 404, anthropic("not_found_error", "model: x"), "model_unavailable", "offers", 1),
    ("anthropic", 413, anthropic("request_too_large", "Request exceeds the maximum size"),
     "context_too_long", "too long", 1),
    ("anthropic", 429, anthropic("rate_limit_error", "x"), "rate_limited", "limiting", 2),
    ("anthropic", 500, anthropic("api_error", "x"), "provider_error", "failed to answer", 2),
    ("anthropic", 504, anthropic("timeout_error", "x"), "provider_timeout", "too long", 1),
    ("anthropic", 529, anthropic("overloaded_error", "Overloaded"),
     "provider_overloaded", "overloaded", 2),
    # Gemini
    ("gemini", 400, gemini(400, "INVALID_ARGUMENT", "Invalid value at 'contents'"),
     "invalid_request", "did not accept the request", 1),
    ("gemini", 400, gemini(400, "FAILED_PRECONDITION",
                           "User location is not supported for the API use."),
     "region_not_supported", "country", 1),
    ("gemini", 400, gemini(400, "FAILED_PRECONDITION",
                           "Gemini API free tier is not available in your country. Please enable "
                           "billing on your project in Google AI Studio."),
     "region_not_supported", "billing", 1),
    ("gemini", 400, gemini(400, "INVALID_ARGUMENT", "API key not valid.",
                           {**PERMISSION, "reason": "API_KEY_INVALID"}),
     "key_rejected", "does not accept your key", 1),
    ("gemini", 403, gemini(403, "PERMISSION_DENIED", "Your API key doesn't have permission",
                           {**PERMISSION, "reason": "API_KEY_SERVICE_BLOCKED"}),
     "permission_denied", "not allowed", 1),
    ("gemini", 404, gemini(404, "NOT_FOUND", "models/x is not found"),
     "model_unavailable", "offers", 1),
    ("gemini", 429, gemini(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted"),
     "rate_limited", "limiting", 2),
    ("gemini", 500, gemini(500, "INTERNAL", "An internal error has occurred."),
     "provider_error", "failed to answer", 2),
    ("gemini", 503, gemini(503, "UNAVAILABLE", "The model is overloaded."),
     "provider_overloaded", "overloaded", 2),
    ("gemini", 504, gemini(504, "DEADLINE_EXCEEDED", "x"), "provider_timeout", "too long", 1),
]  # fmt: skip


async def ask(
    start_gateway: StartGateway, provider: str, reply: Reply, *, stream: bool
) -> tuple[dict[str, Any], int]:
    """The error, and how often the provider was asked."""
    async with ScriptedUpstream({"": reply}) as upstream:
        client = await start_with(start_gateway, upstream, retry_attempts=2)
        body = {"prompt": "hi", "provider": provider, "stream": stream, "detach": stream}
        if stream:
            await client.events(body)
        else:
            await client.call("POST", "/generate", body)
        (kept,) = await client.generations()
        return kept["error"], len(upstream.requests)


@on_both_transports
@pytest.mark.parametrize("number", range(len(OWN)))
async def test_errors_of_providers(
    start_gateway: StartGateway, short_retry_waits: None, number: int
) -> None:
    provider, status, body, code, words, asked = OWN[number]
    stream = number % 2 == 0
    error, times = await ask(start_gateway, provider, plain(body, status), stream=stream)
    assert (error["code"], error["provider"]) == (code, provider)
    assert words in error["message"]
    if code != "model_unavailable":  # which goes on to the next model
        assert times == asked


FORBIDDEN = "<html><head><title>403 Forbidden</title></head><body>Zscaler</body></html>"
CLOUDFLARE = "<!DOCTYPE html><title>openai.com | {}: Error</title><p>Cloudflare Ray ID: 1</p>"
RETRIED = {409, 429, *range(500, 531)} - {504, 524}
STATUSES = (
    *(400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 414, 415, 418, 421, 422),
    *(425, 426, 428, 429, 431, 451, 499, 500, 501, 502, 503, 504, 505, 507, 508, 511),
    *range(520, 531),
)


@on_both_transports
@pytest.mark.parametrize("status", STATUSES)
async def test_page_of_something_on_the_way(
    start_gateway: StartGateway, short_retry_waits: None, status: int
) -> None:
    provider = ("openai", "anthropic", "gemini")[status % 3]
    reply = page(status, FORBIDDEN if status % 2 else CLOUDFLARE.format(status))
    error, times = await ask(start_gateway, provider, reply, stream=status % 2 == 0)
    assert error["code"] == "provider_error"
    assert f"on the way to it answered (HTTP {status})" in error["message"]
    assert times == (2 if status in RETRIED else 1)


@on_both_transports
async def test_page_that_finds_the_request_too_large(start_gateway: StartGateway) -> None:
    reply = page(413, "<html><h1>413 Request Entity Too Large</h1>nginx</html>")
    error, times = await ask(start_gateway, "openai", reply, stream=False)
    assert (error["code"], error["action"], times) == ("request_too_large", "edit_prompt", 1)


ELSEWHERE: tuple[Any, ...] = (
    {"message": "Forbidden"},
    {"detail": "Not Found"},
    {"error": {}},
    [],
    5,
    "no",
    None,
)


@on_both_transports
@pytest.mark.parametrize("status", [401, 403, 404])
@pytest.mark.parametrize("body", ELSEWHERE, ids=str)
async def test_json_that_is_not_the_providers(
    start_gateway: StartGateway, body: Any, status: int
) -> None:
    error, _ = await ask(start_gateway, "openai", plain(body, status), stream=False)
    assert error["code"] == "provider_error"
    assert "on the way" in error["message"]


@on_both_transports
async def test_page_of_a_proxy_that_wants_a_password(start_gateway: StartGateway) -> None:
    error, times = await ask(start_gateway, "openai", page(407, FORBIDDEN), stream=False)
    assert (error["code"], times) == ("provider_unreachable", 1)
    assert "user name and a password" in error["message"]
