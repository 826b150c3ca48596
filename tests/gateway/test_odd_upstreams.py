"""Upstreams that the sandbox does not play: what a provider must never be able to cause."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from gateway.settings import load_settings
from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway, both_ways

way = both_ways

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]
StartWith = Callable[[Answer], Awaitable[Client]]


@pytest.fixture
async def start_with(start_gateway: StartGateway) -> AsyncIterator[StartWith]:
    """Start a gateway whose OpenAI answers as the test says."""
    async with AsyncExitStack() as stack:

        async def start(answer: Answer) -> Client:
            app = web.Application()
            app.router.add_get("/v1/models", _models)
            app.router.add_post("/v1/chat/completions", answer)
            server = await stack.enter_async_context(TestServer(app))
            base = str(server.make_url("/v1"))
            environment = {"GATEWAY_OPENAI_API_BASE": base, "GATEWAY_RETRY_ATTEMPTS": "1"}
            client = await start_gateway(load_settings({}, environment))
            await client.sign_in()
            assert (await client.put_key("openai"))[0] == 200
            return client

        yield start


async def _models(request: web.Request) -> web.Response:
    return web.json_response({"object": "list", "data": []})


def chunk(**delta: object) -> bytes:
    """A chunk of a stream; `finish_reason` is the choice's, all else the delta's."""
    finish_reason = delta.pop("finish_reason", None)
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return b"data: " + json.dumps({"id": "c", "choices": [choice]}).encode() + b"\n\n"


def streaming(*pieces: bytes) -> Answer:
    """An upstream that streams these bytes."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for piece in pieces:
            await response.write(piece)
        return response

    return answer


def plain(status: int = 200, **body: object) -> Answer:
    """An upstream that answers with this JSON."""

    async def answer(request: web.Request) -> web.StreamResponse:
        return web.json_response(body, status=status)

    return answer


async def test_halves_of_a_character_are_joined_and_lone_ones_replaced(
    start_with: StartWith,
) -> None:
    client = await start_with(
        streaming(
            chunk(content="a \ud83d"),
            chunk(content="\ude00 b \ud83d c"),
            chunk(finish_reason="stop"),
            b"data: [DONE]\n\n",
        )
    )
    events = await client.events({"prompt": "hi", "stream": True})
    assert events[-1][0] == "done"
    assert events[-1][1]["text"] == "a 😀 b \ufffd c"
    assert (await client.call("GET", "/generations"))[0] == 200


async def test_model_that_goes_in_mid_answer_is_not_followed_by_another(
    start_with: StartWith,
) -> None:
    gone = {"message": "The model does not exist", "type": "x", "code": "model_not_found"}
    client = await start_with(
        streaming(
            chunk(content="first"), b"data: " + json.dumps({"error": gone}).encode() + b"\n\n"
        )
    )
    events = await client.events({"prompt": "hi", "stream": True})
    assert [name for name, _ in events] == ["start", "delta", "error"]
    assert events[-1][1]["error"]["code"] == "provider_error"


WITHIN_AN_ANSWER = (
    ("invalid_request_error", "context_length_exceeded", "Too much.", "context_too_long"),
    (None, None, "This model's maximum context length is 8192 tokens.", "context_too_long"),
    ("tokens", "rate_limit_exceeded", "Rate limit reached: see account/billing", "rate_limited"),
    ("invalid_request_error", "invalid_type", "Invalid type.", "invalid_request"),
    ("invalid_request_error", "invalid_prompt", "No.", "content_blocked"),
    ("invalid_request_error", "invalid_api_key", "Incorrect API key provided", "key_rejected"),
    ("server_error", None, "The server had an error", "provider_error"),
)


@pytest.mark.parametrize("begun", [False, True], ids=["at once", "in mid-answer"])
@pytest.mark.parametrize(("kind", "provider_code", "message", "code"), WITHIN_AN_ANSWER)
async def test_error_inside_a_stream_means_what_it_says(
    start_with: StartWith, kind: str, provider_code: str, message: str, code: str, begun: bool
) -> None:
    error = {"message": message, "type": kind, "param": None, "code": provider_code}
    told = b"data: " + json.dumps({"error": error}).encode() + b"\n\n"
    client = await start_with(streaming(*([chunk(content="first")] if begun else []), told))
    body = {"prompt": "hi", "stream": True, "detach": True}
    events = await client.events(body)
    assert events[-1][0] == "error"
    assert events[-1][1]["error"]["code"] == code
    (kept,) = await client.generations()
    assert kept["text"] == ("first" if begun else "")


async def test_same_piece_a_hundred_times_is_an_answer_too(start_with: StartWith) -> None:
    client = await start_with(
        streaming(*[chunk(content="────")] * 300, chunk(finish_reason="stop"), b"data: [DONE]\n\n")
    )
    events = await client.events({"prompt": "hi", "stream": True})
    assert events[-1][0] == "done"
    assert events[-1][1]["text"] == "────" * 300


async def test_usage_that_was_not_told_is_not_made_up(start_with: StartWith) -> None:
    client = await start_with(
        streaming(chunk(content="hello"), chunk(finish_reason="stop"), b"data: [DONE]\n\n")
    )
    events = await client.events({"prompt": "hi", "stream": True})
    assert events[-1][0] == "done"
    assert (events[-1][1]["usage"], events[-1][1]["cost_usd"]) == (None, None)


@pytest.mark.parametrize(
    "quoted", ["usage limits", "api key expired", "insufficient_quota", "overloaded"]
)
async def test_words_of_the_prompt_do_not_decide_the_error(
    start_with: StartWith, quoted: str
) -> None:
    message = f"Invalid value: 'my question about {quoted}'"
    client = await start_with(plain(400, error={"message": message, "type": "invalid_value"}))
    status, body = await client.call("POST", "/generate", {"prompt": "hi"})
    assert (status, body["error"]["code"]) == (400, "invalid_request")


async def test_wrong_address_is_not_tried_again(start_with: StartWith) -> None:
    asked = 0

    async def answer(request: web.Request) -> web.StreamResponse:
        nonlocal asked
        asked += 1
        return web.Response(status=404, text="<html>No such page</html>")

    client = await start_with(answer)
    status, body = await client.call("POST", "/generate", {"prompt": "hi"})
    assert (status, body["error"]["code"]) == (502, "provider_error")
    assert asked == 1


async def test_redirect_carries_no_key_to_another_host(start_with: StartWith) -> None:
    seen: list[str] = []

    async def other(request: web.Request) -> web.StreamResponse:
        seen.append(request.path)
        return web.Response()

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", other)
    async with TestServer(app) as server:
        elsewhere = str(server.make_url("/v1/chat/completions"))

        async def answer(request: web.Request) -> web.StreamResponse:
            return web.Response(status=307, headers={"Location": elsewhere})

        client = await start_with(answer)
        for stream in (False, True):
            body = {"prompt": "hi", "stream": stream}
            status, refused = await client.call("POST", "/generate", body)
            assert (status, refused["error"]["code"]) == (502, "provider_error")
    assert seen == []


async def test_page_in_between_makes_no_key_valid(
    start_gateway: StartGateway, aiohttp_server: Callable[..., Awaitable[TestServer]]
) -> None:
    async def portal(request: web.Request) -> web.Response:
        return web.Response(text="<html>Please log in to the Wi-Fi</html>")

    app = web.Application()
    app.router.add_get("/v1/models", portal)
    server = await aiohttp_server(app)
    base = str(server.make_url("/v1"))
    client = await start_gateway(load_settings({}, {"GATEWAY_OPENAI_API_BASE": base}))
    await client.sign_in()
    status, body = await client.put_key("openai")
    assert (status, body["error"]["code"]) == (502, "provider_error")
    assert (await client.key_states())["openai"] == "missing"


async def test_endless_pings_are_no_timeout(start_gateway: StartGateway) -> None:
    """Bytes count, not pieces: a provider that keeps the line alive is waited for."""

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for _ in range(6):
            await asyncio.sleep(0.15)
            await response.write(b": still here\n\n")
        await response.write(chunk(content="hello"))
        await response.write(chunk(finish_reason="stop"))
        await response.write(b"data: [DONE]\n\n")
        return response

    app = web.Application()
    app.router.add_get("/v1/models", _models)
    app.router.add_post("/v1/chat/completions", answer)
    async with TestServer(app) as server:
        environment = {
            "GATEWAY_OPENAI_API_BASE": str(server.make_url("/v1")),
            "GATEWAY_PROVIDER_TIMEOUT": "0.5",
        }
        client = await start_gateway(load_settings({}, environment))
        await client.sign_in()
        await client.put_key("openai")
        events = await client.events({"prompt": "hi", "stream": True})
    assert events[-1][0] == "done"
