"""Replies that the sandbox cannot send, and what the gateway makes of them.

The replies are also sent through both transports by test_transports.py.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway, settings_for
from tests.gateway.scripted_upstream import (
    DONE,
    Json,
    Reply,
    ScriptedUpstream,
    anthropic_body,
    chunk,
    event,
    gemini_body,
    openai_body,
    page,
    plain,
    streamed,
)
from tests.gateway.transports import on_both_transports


@dataclass(frozen=True)
class Odd:
    """A reply of the provider, and the expected outcome."""

    reply: Reply
    stream: bool = False
    provider: str = "openai"
    answer: Json = field(default_factory=dict)
    """Expected fields of the answer, or of the failed generation that is kept."""
    error: str | None = None
    """The error's code."""


def _answer(**message: object) -> Json:
    return {"message": {"content": "So", **message}, "finish_reason": "stop"}


def _error(body: object) -> bytes:
    return event({"error": body})


# Type, code and message of an error within a stream, which has no HTTP status.
_ERRORS_IN_STREAMS = (
    ("invalid_request_error", "context_length_exceeded", "Too much.", "context_too_long"),
    (None, None, "This model's maximum context length is 8192 tokens.", "context_too_long"),
    ("tokens", "rate_limit_exceeded", "Rate limit reached: see account/billing", "rate_limited"),
    ("invalid_request_error", "invalid_type", "Invalid type.", "invalid_request"),
    ("invalid_request_error", "invalid_prompt", "No.", "content_blocked"),
    ("invalid_request_error", "invalid_api_key", "Incorrect API key provided", "key_rejected"),
    ("server_error", None, "The server had an error", "provider_error"),
)
_GONE = {"message": "The model does not exist", "type": "x", "code": "model_not_found"}

ODD_REPLIES: dict[str, Odd] = {
    "halves of a character, and lone ones": Odd(
        streamed(
            chunk(content="a \ud83d"),
            chunk(content="\ude00 b \ud83d c"),
            chunk(finish_reason="stop"),
            DONE,
        ),
        stream=True,
        answer={"text": "a 😀 b \ufffd c"},
    ),
    "the same piece 300 times": Odd(
        streamed(*[chunk(content="────")] * 300, chunk(finish_reason="stop"), DONE),
        stream=True,
        answer={"text": "────" * 300},
    ),
    "no usage": Odd(
        streamed(chunk(content="hello"), chunk(finish_reason="stop"), DONE),
        stream=True,
        answer={"text": "hello", "usage": None, "cost_usd": None},
    ),
    "no usage from Gemini": Odd(
        plain({"candidates": gemini_body("STOP")["candidates"]}),
        provider="gemini",
        answer={"text": "So far", "usage": None},
    ),
    "thinking marked in the text": Odd(
        plain(openai_body("stop", content="<think>Hm</think>So")),
        answer={"text": "<think>Hm</think>So", "reasoning": None},
    ),
    "an envelope with numbers": Odd(
        plain({"id": 7, "created": 1.5, "choices": [_answer()]}), answer={"text": "So"}
    ),
    **{
        f"thinking in {name}": Odd(
            plain({"id": "c", "created": 1, "choices": [_answer(**{name: "Hm"})]}),
            answer={"text": "So", "reasoning": "Hm"},
        )
        for name in ("reasoning", "reasoning_content")
    },
    **{
        f"{provider} ends with {ending}": Odd(
            plain(body(ending)),
            provider=provider,
            answer={"text": "So far", "finish_reason": finish_reason},
        )
        for provider, body, ending, finish_reason in (
            ("anthropic", anthropic_body, "model_context_window_exceeded", "length"),
            ("anthropic", anthropic_body, "refusal", "content_filter"),
            ("gemini", gemini_body, "RECITATION", "content_filter"),
            ("gemini", gemini_body, "LANGUAGE", "content_filter"),
            ("gemini", gemini_body, "MAX_TOKENS", "length"),
            ("openai", openai_body, "content_filter", "content_filter"),
        )
    },
    **{
        f"no ending: {name}": Odd(plain(body), error="provider_error")
        for name, body in {
            "finish_reason is null": openai_body(None),
            "no choice": {"choices": []},
            "nothing": {},
            "choices are a number": {"choices": 5},
            "message is null": {"choices": [{"message": None, "finish_reason": "stop"}]},
            "an old completion": {"choices": [{"text": "hi", "finish_reason": "stop"}]},
            "a delta": {"choices": [{"delta": {"content": "hi"}, "finish_reason": "stop"}]},
        }.items()
    },
    **{
        f"status 200 with error {error!r}": Odd(plain({"error": error}), error="provider_error")
        for error in ({"message": "x"}, "a text", 7)
    },
    **{
        f"error in a stream {when}: {message}": Odd(
            streamed(
                *before, _error({"message": message, "type": kind, "param": None, "code": given})
            ),
            stream=True,
            error=code,
            answer={"text": "first" if before else ""},
        )
        for when, before in (("at once", []), ("in mid-answer", [chunk(content="first")]))
        for kind, given, message, code in _ERRORS_IN_STREAMS
    },
    # No fallback model continues an answer that another one has begun.
    "model gone in mid-answer": Odd(
        streamed(chunk(content="first"), _error(_GONE)),
        stream=True,
        error="provider_error",
        answer={"text": "first"},
    ),
    # What a provider quotes of the prompt does not decide what its error means.
    **{
        f"error quotes {quoted!r}": Odd(
            plain(
                {"error": {"message": f"Invalid value: 'my {quoted}'", "type": "invalid_value"}},
                status=400,
            ),
            error="invalid_request",
        )
        for quoted in ("usage limits", "api key expired", "insufficient_quota", "overloaded")
    },
    "wrong address": Odd(page(404, "<html>No such page</html>"), error="provider_error"),
    "redirect": Odd(page(307, "", Location="/v1/elsewhere"), error="provider_error"),
    "redirect of a stream": Odd(
        page(307, "", Location="/v1/elsewhere"), stream=True, error="provider_error"
    ),
}


async def start_with(
    start_gateway: StartGateway, upstream: ScriptedUpstream, **settings: object
) -> Client:
    """A client with a key for each provider, of a gateway that asks this upstream."""
    client = await start_gateway(settings_for(upstream.api_bases, **settings))
    await client.sign_in()
    for provider in upstream.api_bases:
        assert (await client.put_key(provider))[0] == 200
    return client


@pytest.mark.parametrize("name", ODD_REPLIES)
async def test_odd_reply(start_gateway: StartGateway, name: str) -> None:
    odd = ODD_REPLIES[name]
    body = {"prompt": "hi", "provider": odd.provider, "stream": odd.stream, "detach": odd.stream}
    async with ScriptedUpstream({"": odd.reply}) as upstream:
        client = await start_with(start_gateway, upstream, retry_attempts=1)
        answer: dict[str, Any]
        if odd.stream:
            answer = (await client.events(body))[-1][1]
        else:
            _, answer = await client.call("POST", "/generate", body)
        (kept,) = await client.generations()
        assert len(upstream.requests) == 1
    if odd.error is None:
        assert kept == answer
        assert (answer["status"], answer["error"]) == ("done", None)
    else:
        assert kept["error"] == answer["error"]
        assert (kept["status"], answer["error"]["code"]) == ("failed", odd.error)
    assert {field: kept[field] for field in odd.answer} == odd.answer


async def test_wrong_address_is_not_tried_again(start_gateway: StartGateway) -> None:
    replies = {"": ODD_REPLIES["wrong address"].reply}
    async with ScriptedUpstream(replies) as upstream:
        client = await start_with(start_gateway, upstream, retry_attempts=3)
        status, body = await client.call("POST", "/generate", {"prompt": "hi"})
        assert (status, body["error"]["code"]) == (502, "provider_error")
        assert len(upstream.requests) == 1


@on_both_transports
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("provider", ["openai", "anthropic", "gemini"])
async def test_redirect_carries_no_key_to_another_host(
    start_gateway: StartGateway, provider: str, stream: bool
) -> None:
    async with ScriptedUpstream({"": page(200, "")}) as other:
        elsewhere = page(307, "", Location=f"{other.api_bases['openai']}/chat/completions")
        async with ScriptedUpstream({"": elsewhere}) as upstream:
            client = await start_with(start_gateway, upstream, retry_attempts=1)
            body = {"prompt": "hi", "provider": provider, "stream": stream}
            status, refused = await client.call("POST", "/generate", body)
            assert (status, refused["error"]["code"]) == (502, "provider_error")
        assert other.requests == []


async def test_page_of_a_proxy_makes_no_key_valid(start_gateway: StartGateway) -> None:
    async def portal(request: web.Request) -> web.Response:
        return web.Response(text="<html>Please log in to the Wi-Fi</html>")

    app = web.Application()
    app.router.add_get("/v1/models", portal)
    async with TestServer(app) as server:
        client = await start_gateway(settings_for({"openai": str(server.make_url("/v1"))}))
        await client.sign_in()
        status, body = await client.put_key("openai")
    assert (status, body["error"]["code"]) == (502, "provider_error")
    assert (await client.key_states())["openai"] == "missing"


@on_both_transports
async def test_endless_pings_are_no_timeout(start_gateway: StartGateway) -> None:
    """The timeout counts from the last byte, not from the last piece."""

    async def ping(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for _ in range(6):
            await asyncio.sleep(0.15)
            await response.write(b": still here\n\n")
        for piece in (chunk(content="hello"), chunk(finish_reason="stop"), DONE):
            await response.write(piece)
        return response

    async with ScriptedUpstream({"": ping}) as upstream:
        client = await start_with(start_gateway, upstream, provider_timeout=0.5)
        events = await client.events({"prompt": "hi", "stream": True})
    assert events[-1][0] == "done"
