"""The direct transport: formats that it speaks, and connections that it keeps."""

import asyncio
import json
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp import web

from gateway.providers.litellm_client import (
    adaptations,
    anthropic_shape,
    prices,
    transformations,
)
from gateway.sandbox import Sandbox
from gateway.settings import SettingsError, load_settings
from tests.gateway.client import GOOD_KEYS
from tests.gateway.conftest import StartGateway, settings_for
from tests.gateway.scripted_upstream import (
    DONE,
    Json,
    Reply,
    ScriptedUpstream,
    chunk,
    openai_body,
    plain,
)

StartStreams = Callable[[Reply], Awaitable[Callable[[], Awaitable[None]]]]


NAMES = (
    *transformations.NAMES.values(),
    *prices.NAMES.values(),
    *adaptations.NAMES.values(),
    *anthropic_shape.NAMES.values(),
)


@pytest.mark.parametrize("name", NAMES)
def test_litellm_has_what_is_used_of_it(name: str) -> None:
    """After an upgrade this says which of its internals has moved."""
    try:
        pkgutil.resolve_name(name)
    except (ImportError, AttributeError):
        pytest.fail(f"This version of LiteLLM has no {name}")


def test_direct_transport_is_for_formats_that_it_speaks(tmp_path: Path) -> None:
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
    client = await start_gateway()
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
async def test_limits_are_named_as_the_model_takes_them(
    start_gateway: StartGateway, candidate: str, named: Json
) -> None:
    """Newer models take no temperature, and have another name for max_tokens."""
    provider = candidate.partition("/")[0]
    async with ScriptedUpstream({"": plain(openai_body("stop"))}) as upstream:
        changes = {provider: {"upstream_models": [candidate], "needs_key": False}}
        client = await start_gateway(settings_for(upstream.api_bases, providers=changes))
        await client.sign_in()
        body = {"provider": provider, "prompt": "hi", "max_tokens": 9, "temperature": 0.3}
        await client.call("POST", "/generate", body)
    sent = upstream.requests[0].body
    limits = {"max_tokens", "max_completion_tokens", "temperature"}
    assert {name: sent[name] for name in limits & set(sent)} == named


async def send_all_but_the_end(request: web.Request) -> web.StreamResponse:
    """A whole answer whose body is still open."""
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    await response.write(chunk(content="hello", finish_reason="stop"))
    await response.write(DONE)
    return response


@pytest.fixture
async def streams_of(start_gateway: StartGateway) -> AsyncIterator[StartStreams]:
    """Starts a gateway with this reply to all prompts. Gives a function that reads one."""
    async with AsyncExitStack() as stack:

        async def start(reply: Reply) -> Callable[[], Awaitable[None]]:
            upstream = await stack.enter_async_context(ScriptedUpstream({"": reply}))
            client = await start_gateway(settings_for(upstream.api_bases))
            await client.sign_in()
            assert (await client.put_key("openai"))[0] == 200

            async def read() -> None:
                events = await client.events({"prompt": "hi", "stream": True})
                assert events[-1][0] == "done"

            return read

        yield start


async def test_connection_is_kept_where_the_end_comes_after_the_answer(
    streams_of: StartStreams,
) -> None:
    connections = set()
    may_end, has_ended = asyncio.Event(), asyncio.Event()

    async def reply(request: web.Request) -> web.StreamResponse:
        connections.add(request.transport)
        response = await send_all_but_the_end(request)
        await may_end.wait()
        await response.write_eof()
        has_ended.set()
        return response

    read = await streams_of(reply)
    for _ in range(3):
        may_end.clear()
        has_ended.clear()
        await read()
        may_end.set()
        async with asyncio.timeout(10):
            await has_ended.wait()
    assert len(connections) == 1


async def test_connection_whose_end_never_comes_is_closed(
    streams_of: StartStreams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.providers.http_client._DRAIN_SECONDS", 0.05)
    closed = asyncio.Event()

    async def reply(request: web.Request) -> web.StreamResponse:
        response = await send_all_but_the_end(request)
        try:
            await asyncio.Event().wait()
        finally:  # aiohttp's test server cancels a handler whose connection is closed
            closed.set()
        return response

    read = await streams_of(reply)
    await read()
    async with asyncio.timeout(10):
        await closed.wait()
