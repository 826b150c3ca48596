"""The two ways through LiteLLM: the same calls and answers, and where the lean one is right."""

import asyncio
import json
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from gateway.provider_settings import Transport as Way
from gateway.providers.litellm_client import completion, prices, transformations
from gateway.sandbox import Sandbox
from gateway.settings import SettingsError, load_settings
from tests.gateway.client import GOOD_KEYS, PROVIDERS, Client
from tests.gateway.conftest import StartGateway

PROMPTS = (
    "Hello",
    "[[sandbox: thinking]] Hello",
    "[[sandbox: cached]] Hello",
    "[[sandbox: echo]] Größe 👩‍💻 日本語",
    "[[sandbox: long tokens=40]] Hello",
    "[[sandbox: content_filtered]] Hello",
)
CONVERSATION = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "One?"},
    {"role": "assistant", "content": "One."},
    {"role": "user", "content": "Two?"},
]

# What no two answers share.
OWN = {"id", "created_at", "timing"}

Json = Mapping[str, Any]

every_provider = pytest.mark.parametrize("provider", PROVIDERS)
plain_and_streamed = pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])


async def answer_to(client: Client, body: Json) -> Json:
    """The answer, however it is asked for, but for what is its own."""
    if body["stream"]:
        name, answer = (await client.events(body))[-1]
        assert name == "done"
    else:
        status, answer = await client.call("POST", "/generate", body)
        assert status == 200
    return {name: value for name, value in answer.items() if name not in OWN}


@every_provider
@plain_and_streamed
async def test_both_ask_and_answer_the_same(
    start_gateway: StartGateway, sandbox: Sandbox, provider: str, stream: bool
) -> None:
    requests: list[dict[str, object]] = [{"prompt": prompt} for prompt in PROMPTS]
    requests += [
        {"messages": CONVERSATION, "max_tokens": 50, "temperature": 0.3},
        {"prompt": "Hello", "system": "Be brief."},
    ]
    answers: dict[Way, list[Json]] = {}
    calls: dict[Way, list[object]] = {}
    ways: tuple[Way, Way] = ("direct", "litellm")
    for way in ways:
        client = await start_gateway(way=way)
        await client.sign_in()
        assert (await client.put_key(provider))[0] == 200
        before = len(sandbox.seen(provider))
        body = {"provider": provider, "stream": stream}
        answers[way] = [await answer_to(client, body | request) for request in requests]
        seen = sandbox.seen(provider)[before:]
        calls[way] = [(call.method, call.path, call.body) for call in seen]
    assert answers["direct"] == answers["litellm"]
    assert calls["direct"] == calls["litellm"]


async def lean_client(start_gateway: StartGateway, provider: str, base: str) -> Client:
    """A client of a gateway that asks this server in the lean way."""
    environment = {f"GATEWAY_{provider.upper()}_API_BASE": base, "GATEWAY_RETRY_ATTEMPTS": "1"}
    client = await start_gateway(load_settings({}, environment), way="direct")
    await client.sign_in()
    assert (await client.put_key(provider))[0] == 200
    return client


async def client_of_an_upstream(
    start_gateway: StartGateway,
    aiohttp_server: Any,
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> Client:
    """A client of a gateway that has OpenAI's chats answered like this, in the lean way."""
    app = web.Application()
    app.router.add_post("/chat/completions", answer)
    app.router.add_get("/models", _models)
    server = await aiohttp_server(app)
    return await lean_client(start_gateway, "openai", str(server.make_url("")).rstrip("/"))


async def _models(request: web.Request) -> web.Response:
    return web.json_response({"data": [], "models": []})


def upstream(body: Json) -> TestServer:
    """A provider that answers every prompt with this."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(body)

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    app.router.add_get("/{path:.*}", _models)
    return TestServer(app)


def anthropic_body(stop_reason: str) -> Json:
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude",
        "content": [{"type": "text", "text": "So far"}],
        "stop_reason": stop_reason,
        "usage": {"input_tokens": 3, "output_tokens": 2},
    }


def gemini_body(finish_reason: str) -> Json:
    content = {"role": "model", "parts": [{"text": "So far"}]}
    return {"candidates": [{"content": content, "finishReason": finish_reason, "index": 0}]}


def openai_body(finish_reason: str | None) -> Json:
    message = {"role": "assistant", "content": "So far"}
    choice = {"index": 0, "message": message, "finish_reason": finish_reason}
    return {"id": "c", "object": "chat.completion", "created": 1, "choices": [choice]}


@pytest.mark.parametrize(
    ("provider", "body", "finish_reason"),
    [
        ("anthropic", anthropic_body("model_context_window_exceeded"), "length"),
        ("anthropic", anthropic_body("refusal"), "content_filter"),
        ("anthropic", anthropic_body("pause_turn"), "stop"),
        ("gemini", gemini_body("RECITATION"), "content_filter"),
        ("gemini", gemini_body("LANGUAGE"), "content_filter"),
        ("gemini", gemini_body("MAX_TOKENS"), "length"),
        ("openai", openai_body("content_filter"), "content_filter"),
    ],
)
async def test_lean_way_tells_why_an_answer_ended(
    start_gateway: StartGateway, provider: str, body: Json, finish_reason: str
) -> None:
    async with upstream(body) as server:
        client = await lean_client(start_gateway, provider, str(server.make_url("")))
        answer = await answer_to(client, {"provider": provider, "prompt": "hi", "stream": False})
    assert (answer["finish_reason"], answer["text"]) == (finish_reason, "So far")


async def test_lean_way_needs_no_envelope(start_gateway: StartGateway) -> None:
    """Some who speak OpenAI's format number their answers, or tell parts of a second."""
    choice = {"message": {"content": "So"}, "finish_reason": "stop"}
    async with upstream({"id": 7, "created": 1.5, "choices": [choice]}) as server:
        client = await lean_client(start_gateway, "openai", str(server.make_url("")))
        answer = await answer_to(client, {"prompt": "hi", "stream": False})
    assert (answer["status"], answer["text"]) == ("done", "So")


@pytest.mark.parametrize("name", ["reasoning", "reasoning_content"])
async def test_lean_way_tells_thinking_from_text(start_gateway: StartGateway, name: str) -> None:
    message = {"role": "assistant", "content": "So", name: "Hm"}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    async with upstream({"id": "c", "created": 1, "choices": [choice]}) as server:
        client = await lean_client(start_gateway, "openai", str(server.make_url("")))
        answer = await answer_to(client, {"prompt": "hi", "stream": False})
    assert (answer["text"], answer["reasoning"]) == ("So", "Hm")


@pytest.mark.parametrize(
    "body",
    [
        openai_body(None),
        {"choices": []},
        {},
        {"choices": 5},
        {"choices": [{"message": None, "finish_reason": "stop"}]},
        {"choices": [{"text": "hi", "finish_reason": "stop"}]},
        {"choices": [{"delta": {"content": "hi"}, "finish_reason": "stop"}]},
    ],
)
async def test_lean_way_takes_no_answer_without_an_end(
    start_gateway: StartGateway, body: Json
) -> None:
    async with upstream(body) as server:
        client = await lean_client(start_gateway, "openai", str(server.make_url("")))
        status, answer = await client.call("POST", "/generate", {"prompt": "hi"})
    assert (status, answer["error"]["code"]) == (502, "provider_error")


@pytest.mark.parametrize("error", [{"message": "x"}, "a text", 7])
async def test_error_with_status_200_is_an_error(
    start_gateway: StartGateway, error: object
) -> None:
    async with upstream({"error": error}) as server:
        client = await lean_client(start_gateway, "openai", str(server.make_url("")))
        status, answer = await client.call("POST", "/generate", {"prompt": "hi"})
    assert (status, answer["error"]["code"]) == (502, "provider_error")


NAMES = (
    *transformations.NAMES.values(),
    *prices.NAMES.values(),
    *completion.NAMES.values(),
)


@pytest.mark.parametrize("name", NAMES)
def test_litellm_has_what_is_used_of_it(name: str) -> None:
    """After an upgrade this says which of its internals has moved."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        pytest.fail(f"This version of LiteLLM has no {name}")


def test_lean_way_is_for_formats_that_it_speaks(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[providers.openai]\nupstream_models = ["groq/llama"]\n')
    with pytest.raises(
        SettingsError, match=r"'groq/llama' does not begin with openai/.* transport = 'litellm'"
    ):
        load_settings({}, {}, config)


async def test_key_travels_in_its_own_call_only(
    start_gateway: StartGateway, sandbox: Sandbox
) -> None:
    """Two sessions share the connections, and neither the key nor a cookie of the other."""
    client = await start_gateway(way="direct")
    for key in (GOOD_KEYS["openai"], GOOD_KEYS["openai"][:-1] + "Q"):
        await client.sign_in()
        assert (await client.put_key("openai", key))[0] == 200
        await client.call("POST", "/generate", {"prompt": "hi"})
        sent = json.dumps([dict(seen.headers) for seen in sandbox.seen("openai")[-1:]])
        assert f"Bearer {key}" in sent
        assert "Cookie" not in sent


@pytest.mark.parametrize(
    ("candidate", "named"),
    [
        ("openai/gpt-4.1", {"max_tokens": 9, "temperature": 0.3}),
        ("openai/gpt-5", {"max_completion_tokens": 9}),
        ("anthropic/claude-sonnet-4-6", {"max_tokens": 9, "temperature": 0.3}),
        ("anthropic/claude-opus-4-7", {"max_tokens": 9}),
    ],
)
async def test_lean_way_names_limits_as_the_model_takes_them(
    start_gateway: StartGateway, candidate: str, named: Json
) -> None:
    """Newer models refuse a temperature, and call the limit by another name."""
    sent: list[Any] = []

    async def answer(request: web.Request) -> web.Response:
        sent.append(await request.json())
        return web.json_response(openai_body("stop"))

    provider = candidate.partition("/")[0]
    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app) as server:
        settings = load_settings(
            {"providers": {provider: {"upstream_models": [candidate], "needs_key": False}}},
            {f"GATEWAY_{provider.upper()}_API_BASE": str(server.make_url("")).rstrip("/")},
        )
        client = await start_gateway(settings, way="direct", retry_attempts=1)
        await client.sign_in()
        body = {"provider": provider, "prompt": "hi", "max_tokens": 9, "temperature": 0.3}
        await client.call("POST", "/generate", body)
    limits = {"max_tokens", "max_completion_tokens", "temperature"}
    assert {name: sent[0][name] for name in limits & set(sent[0])} == named


async def tell_all_but_the_end(request: web.Request) -> web.StreamResponse:
    """A whole answer whose body is open still."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    choice = {"index": 0, "delta": {"content": "hello"}, "finish_reason": "stop"}
    told = json.dumps({"id": "c", "choices": [choice]})
    await response.write(f"data: {told}\n\ndata: [DONE]\n\n".encode())
    return response


async def test_connection_is_kept_where_the_end_comes_after_the_answer(
    start_gateway: StartGateway, aiohttp_server: Any
) -> None:
    connections = set()
    may_end, has_ended = asyncio.Event(), asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        connections.add(request.transport)
        response = await tell_all_but_the_end(request)
        await may_end.wait()
        await response.write_eof()
        has_ended.set()
        return response

    client = await client_of_an_upstream(start_gateway, aiohttp_server, answer)
    for _ in range(3):
        may_end.clear()
        has_ended.clear()
        events = await client.events({"prompt": "hi", "stream": True})
        assert events[-1][0] == "done"
        may_end.set()
        async with asyncio.timeout(10):
            await has_ended.wait()
    assert len(connections) == 1


async def test_connection_whose_end_never_comes_is_closed(
    start_gateway: StartGateway, aiohttp_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.providers.http_client._DRAIN_SECONDS", 0.05)
    closed = asyncio.Event()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = await tell_all_but_the_end(request)
        try:
            await asyncio.Event().wait()
        finally:  # this server cancels whoever writes to a connection that is closed
            closed.set()
        return response

    client = await client_of_an_upstream(start_gateway, aiohttp_server, answer)
    events = await client.events({"prompt": "hi", "stream": True})
    assert events[-1][0] == "done"
    async with asyncio.timeout(10):
        await closed.wait()
