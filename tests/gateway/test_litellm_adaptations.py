"""What the gateway changes of LiteLLM: without a change, its test fails.

Where LiteLLM acts on its own while it is imported, the gateway runs in a process of its own.
"""

import asyncio
import gc
import itertools
import json
import logging
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from gateway.app import create_app
from gateway.provider_settings import Transport
from gateway.sandbox import RETIRED_MODELS, Sandbox
from gateway.settings import load_settings
from tests.gateway.client import PROVIDERS, Client, GatewayServer
from tests.gateway.conftest import StartGateway, settings_for
from tests.gateway.transports import with_transport

LOOPBACK = {"127.0.0.1", "::1", "localhost"}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.fixture
def transport() -> Transport:
    return "litellm"


@asynccontextmanager
async def openai_that(answer: Answer) -> AsyncIterator[str]:
    """The address of an upstream that answers OpenAI's chats like this."""
    app = web.Application()
    app.router.add_post("/chat/completions", answer)
    async with TestServer(app) as server:
        yield str(server.make_url("")).rstrip("/")


async def client_of(start_gateway: StartGateway, base: str, model: str = "openai/m") -> Client:
    """A client of a gateway whose OpenAI is there."""
    openai = {"upstream_models": [model], "api_base": base, "needs_key": False}
    changes = {"retry_attempts": 1, "providers": {"openai": openai}}
    client = await start_gateway(load_settings(changes, {}))
    await client.sign_in()
    return client


@dataclass(frozen=True)
class Run:
    """What a process did in which the gateway was asked for answers and errors."""

    output: str
    contacted: list[str]
    environment: dict[str, str]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The gateway in a folder with an .env file, with every warning shown."""
    folder = tmp_path_factory.mktemp("run")
    (folder / ".env").write_text("OPENAI_API_KEY=sk-from-the-file\n")
    report = folder / "report.json"
    root = Path(__file__).parents[2]
    kept = {k: v for k, v in os.environ.items() if not k.upper().endswith("_PROXY")}
    program = f"from {__name__} import write_report; write_report({str(report)!r})"
    ended = subprocess.run(
        [sys.executable, "-W", "default", "-c", program],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=120,
    )
    assert ended.returncode == 0, ended.stdout
    return Run(ended.stdout, **json.loads(report.read_text()))


def write_report(report: str) -> None:
    """What runs in that process."""
    contacted: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "socket.getaddrinfo":
            host = arguments[0]
        elif event == "socket.connect" and isinstance(arguments[1], tuple):
            host = arguments[1][0]
        else:
            return
        if host not in LOOPBACK:
            contacted.append(str(host))
            raise OSError("There is no network here")

    sys.addaudithook(watch)
    logging.basicConfig(level=logging.WARNING)
    asyncio.run(ask_for_answers_and_errors())
    Path(report).write_text(
        json.dumps({"contacted": contacted, "environment": dict(os.environ)}), encoding="utf-8"
    )


async def ask_for_answers_and_errors() -> None:
    async with AsyncExitStack() as stack:
        sandbox = await stack.enter_async_context(Sandbox(retired=RETIRED_MODELS))
        app = create_app(
            with_transport(settings_for(sandbox.api_bases, retry_attempts=1), "litellm")
        )
        server = await stack.enter_async_context(GatewayServer(app))
        http = await stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        )
        client = Client(http, str(server.make_url("")).rstrip("/"))
        await client.sign_in()
        for provider in PROVIDERS:
            assert (await client.put_key(provider))[0] == 200
        faults = ("", "[[sandbox: server_error]]")
        for provider, fault, stream in itertools.product(PROVIDERS, faults, (False, True)):
            body = {"provider": provider, "prompt": f"{fault} hi", "stream": stream}
            async with http.post(
                f"{client.address}/generate", json=body, headers=client.headers
            ) as response:
                text = await response.text()
            assert ("provider_error" in text) == bool(fault)
        for wait in range(150):
            asking = asyncio.create_task(client.call("POST", "/generate", {"prompt": "hi"}))
            await asyncio.sleep(wait / 5_000)
            asking.cancel()
            await asyncio.wait([asking])


def test_nothing_but_the_providers_is_contacted(run: Run) -> None:
    """LITELLM_OFFLINE_MODE: otherwise it fetches prices, and headers for Anthropic."""
    assert run.contacted == []


def test_no_env_file_is_read(run: Run) -> None:
    """LITELLM_MODE: otherwise keys that nobody has entered come into the process."""
    assert "OPENAI_API_KEY" not in run.environment


def test_nothing_is_printed(run: Run) -> None:
    """`suppress_debug_info`: otherwise every error of a provider prints advice.

    And the filter of warnings: otherwise they tell of clients that left while LiteLLM prepared.
    """
    assert run.output == ""


async def test_libraries_log_nothing(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """The muted loggers: they write prompts, answers and addresses, at whatever level."""
    caplog.set_level(logging.DEBUG)
    await client.sign_in()
    for provider, stream in itertools.product(PROVIDERS, (False, True)):
        await client.put_key(provider)
        body = {"provider": provider, "prompt": "hi", "stream": stream}
        async with client.http.post(
            f"{client.address}/generate", json=body, headers=client.headers
        ) as response:
            assert response.status == 200
            await response.read()
    wrote = {record.name.partition(".")[0] for record in caplog.records}
    assert wrote <= {"gateway", "aiohttp", "asyncio"}


async def test_same_piece_again_and_again_is_an_answer(start_gateway: StartGateway) -> None:
    """The limit on repeated pieces, which counts those that come with their usage."""
    usage = {"prompt_tokens": 3, "completion_tokens": 9, "total_tokens": 12}

    def event(delta: dict[str, str], finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
        return f"data: {json.dumps({'id': 'c', 'choices': [choice], 'usage': usage})}\n\n".encode()

    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for _ in range(150):
            await response.write(event({"content": "| --- "}))
        await response.write(event({}, "stop") + b"data: [DONE]\n\n")
        return response

    async with openai_that(answer) as base:
        client = await client_of(start_gateway, base)
        events = await client.events({"prompt": "hi", "stream": True})
    assert (events[-1][0], events[-1][1].get("text")) == ("done", "| --- " * 150)


async def test_failed_connection_leaves_other_answers_alone(
    start_gateway: StartGateway, sandbox: Sandbox, unused_tcp_port: int
) -> None:
    """The renamed error: LiteLLM would close the connections that all answers share."""
    unreachable = {"api_base": f"http://127.0.0.1:{unused_tcp_port}", "needs_key": False}
    settings = settings_for(sandbox.api_bases, retry_attempts=1, providers={"gemini": unreachable})
    client = await start_gateway(settings)
    await client.sign_in()
    await client.put_key("anthropic")
    prompt = "[[sandbox: long tokens=100 delay_ms=20]] hi"
    generation = await client.begin(prompt, provider="anthropic")
    status, refused = await client.call("POST", "/generate", {"provider": "gemini", "prompt": "hi"})
    assert (status, refused["error"]["code"]) == (502, "provider_unreachable")
    assert (await client.follow(generation))[-1][0] == "done"


async def test_connections_are_closed_at_the_end() -> None:
    """One pool serves all calls, those of LiteLLM too."""

    async def answer(request: web.Request) -> web.Response:
        return web.json_response({"error": {"message": "overloaded"}}, status=503)

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app) as upstream:
        fields = {
            "api_base": str(upstream.make_url("")),
            "needs_key": False,
            "transport": "litellm",
        }
        cohere = {"name": "Cohere", "model": "command", "upstream_models": ["cohere_chat/command"]}
        providers = {"anthropic": fields, "cohere": {**cohere, **fields}}
        settings = load_settings({"retry_attempts": 1, "providers": providers}, {})
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            before = sessions()
            async with GatewayServer(create_app(settings)) as gateway:
                client = Client(http, str(gateway.make_url("")).rstrip("/"))
                await client.sign_in()
                for provider in providers:
                    body = {"provider": provider, "prompt": "hi"}
                    assert (await client.call("POST", "/generate", body))[0] == 503
                opened = sessions() - before
            assert len(opened) == 1
            assert all(session.closed for session in opened)


def sessions() -> set[aiohttp.ClientSession]:
    return {found for found in gc.get_objects() if isinstance(found, aiohttp.ClientSession)}


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_one_attempt_is_one_call(start_gateway: StartGateway, provider: str) -> None:
    """`max_retries`: otherwise OpenAI's library asks twice more, uncounted."""
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.json_response({"error": {"message": "down"}}, status=500)

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app) as upstream:
        fields = {"api_base": str(upstream.make_url("")).rstrip("/"), "needs_key": False}
        changes = {"retry_attempts": 1, "providers": {provider: fields}}
        client = await start_gateway(load_settings(changes, {}))
        await client.sign_in()
        for stream in (False, True):
            body = {"provider": provider, "prompt": "hi", "stream": stream}
            status, refused = await client.call("POST", "/generate", body)
            assert (status, refused["error"]["code"]) == (502, "provider_error")
    assert len(asked) == 2


async def test_what_a_model_does_not_take_is_left_out(start_gateway: StartGateway) -> None:
    """`drop_params`: otherwise LiteLLM refuses a temperature for newer models."""
    asked: list[dict[str, Any]] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(await request.json())
        choice = {"index": 0, "message": {"content": "hello"}, "finish_reason": "stop"}
        return web.json_response({"id": "c", "choices": [choice]})

    async with openai_that(answer) as base:
        client = await client_of(start_gateway, base, "openai/gpt-5")
        body = {"prompt": "hi", "temperature": 0.3}
        assert (await client.call("POST", "/generate", body))[0] == 200
    assert "temperature" not in asked[0]
