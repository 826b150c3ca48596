"""Limits of generations: number, size and age; and what finished ones keep in memory."""

import asyncio
import gc
import importlib
import itertools
from typing import Any

import pytest

from gateway.providers.chat import ChatRequest, Message, Upstream
from gateway.sandbox import Sandbox
from tests.gateway.client import PROVIDERS, Client, gather_few
from tests.gateway.conftest import Clock, StartGateway
from tests.gateway.transports import on_both_transports


def alive(*kinds: type) -> list[str]:
    """The type of every object in memory that has one of these types."""
    gc.collect()
    return [type(thing).__name__ for thing in gc.get_objects() if type(thing) in kinds]


@on_both_transports
async def test_key_and_prompt_are_dropped_at_the_end(start_gateway: StartGateway) -> None:
    """Only the answer stays in memory: no key and no prompt, not even in a traceback."""
    client = await start_gateway(retry_attempts=1, provider_timeout=0.3)
    await client.sign_in()
    faults = ("bad_key", "hang", "cut", "truncated", "content_filtered")
    for provider in PROVIDERS:
        await client.put_key(provider)
    await gather_few(
        client.generate_text(provider=provider, prompt=f"[[sandbox: {fault}]] hi", stream=stream)
        for fault, provider, stream in itertools.product(faults, PROVIDERS, (False, True))
    )
    assert len(await client.generations()) == 30
    assert alive(ChatRequest, Upstream, Message) == []


async def test_key_and_prompt_are_dropped_when_it_is_stopped(ready: Client) -> None:
    stopped = [await ready.begin("[[sandbox: hang]] hi", provider=name) for name in PROVIDERS]
    assert len(alive(ChatRequest)) == 3
    for generation in stopped:
        await ready.call("DELETE", f"/generations/{generation}")
    assert alive(ChatRequest, Upstream, Message) == []


@pytest.mark.parametrize("transport", ["litellm"])
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_pieces_are_not_kept_twice(ready: Client, provider: str) -> None:
    """LiteLLM would keep an object of several kB for each piece until the answer has ended."""
    prompt = "[[sandbox: long hang_midway tokens=1500]] hi"
    generation = await ready.begin(prompt, provider=provider)
    length = -1
    while True:
        _, answer = await ready.call("GET", f"/generations/{generation}")
        if length == len(answer["text"]) > 1_000:
            break
        length = len(answer["text"])
        await asyncio.sleep(0.2)
    chunk: type = importlib.import_module("litellm.types.utils").ModelResponseStream
    assert len(alive(chunk)) < 10


async def until_gone(client: Client, generation: str) -> dict[str, Any]:
    """Wait until a generation is dropped. Gives the error of a request for it."""
    async with asyncio.timeout(30):
        while True:
            status, body = await client.call("GET", f"/generations/{generation}")
            if status != 200:
                break
            await asyncio.sleep(0.02)
    assert (status, body["error"]["code"]) == (404, "generation_not_found")
    return dict(body["error"])


async def finish(client: Client, prompt: str = "hi") -> str:
    """Run a generation to its end. Gives its id."""
    return str((await client.call("POST", "/generate", {"prompt": prompt}))[1]["id"])


@pytest.fixture
def quick_sweep(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gateways that are started after this drop old generations every 20 ms."""
    monkeypatch.setattr("gateway.app._SWEEP_SECONDS", 0.02)


@on_both_transports
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_stream_without_end_is_ended(
    ready: Client, sandbox: Sandbox, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.generation.limits.MAX_ANSWER_BYTES", 20_000)
    body = {"provider": provider, "prompt": "[[sandbox: endless]] hi", "stream": True}
    events = await ready.events(body)
    await sandbox.requests[-1].wait_ended(1)
    assert sandbox.requests[-1].closed_early
    assert events[-1][0] == "error"
    error = events[-1][1]["error"]
    assert (error["code"], error["provider"]) == ("provider_error", provider)
    assert "What came until then is kept." in error["message"]
    _, kept = await ready.call("GET", f"/generations/{events[0][1]['id']}")
    assert (kept["status"], kept["error"]) == ("failed", error)
    assert kept["text"] == "".join(d.get("text", "") for name, d in events if name == "delta")
    assert 5_000 < len(kept["text"].encode()) < 20_000


@on_both_transports
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_plain_answer_without_end_is_ended(
    ready: Client, sandbox: Sandbox, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.providers.reply_limits.MAX_PLAIN_BYTES", 100_000)
    body = {"provider": provider, "prompt": "[[sandbox: endless]] hi"}
    status, answer = await ready.call("POST", "/generate", body)
    assert (status, answer["error"]["code"]) == (502, "provider_error")
    assert "grew beyond" in answer["error"]["message"]
    await sandbox.requests[-1].wait_ended(1)
    assert sandbox.requests[-1].closed_early


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_of_a_plain_answer_that_is_too_large_the_beginning_is_kept(
    ready: Client, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.generation.limits.MAX_ANSWER_BYTES", 1_001)
    body = {"provider": provider, "prompt": "[[sandbox: echo]] " + "é" * 1_000}
    status, answer = await ready.call("POST", "/generate", body)
    assert (status, answer["error"]["code"]) == (502, "provider_error")
    kept = (await ready.generations())[0]
    assert (kept["status"], kept["error"]["code"]) == ("failed", "provider_error")
    assert 450 < len(kept["text"]) < 500
    assert set(kept["text"]) == {"é"}


async def test_oldest_finished_are_dropped_for_their_number(
    start_gateway: StartGateway, quick_sweep: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.generation.limits.MAX_KEPT", 3)
    client = await start_gateway()
    await client.sign_in()
    await client.put_key("openai")
    slow = await client.begin("[[sandbox: hang]] hi")
    dropped, *kept = [await finish(client) for _ in range(4)]
    await until_gone(client, dropped)
    # Running ones do not count. The order is that of their ends, not of their starts.
    assert [g["id"] for g in await client.generations()] == [*kept[::-1], slow]
    await client.call("DELETE", f"/generations/{slow}")
    await until_gone(client, kept[0])
    assert [g["id"] for g in await client.generations()] == [kept[2], kept[1], slow]


async def test_oldest_finished_are_dropped_for_their_size(
    start_gateway: StartGateway, quick_sweep: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.generation.limits.MAX_KEPT_BYTES", 5_000)
    client = await start_gateway()
    await client.sign_in()
    await client.put_key("openai")
    first, second, third = [
        await finish(client, "[[sandbox: echo]] " + "x" * 2_000) for _ in range(3)
    ]
    await until_gone(client, first)
    assert [g["id"] for g in await client.generations()] == [third, second]


async def test_finished_ones_grow_too_old(
    clock: Clock, start_gateway: StartGateway, quick_sweep: None
) -> None:
    client = await start_gateway(session_idle=86_400)
    await client.sign_in()
    await client.put_key("openai")
    old = await finish(client)
    clock.advance(8 * 3600 - 60)
    new = await finish(client)
    assert [g["id"] for g in await client.generations()] == [new, old]
    clock.advance(60)
    error = await until_gone(client, old)
    assert "It keeps finished ones for 8 hours: the newest 64, 16 MiB in all." in error["message"]
    assert [g["id"] for g in await client.generations()] == [new]


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_nothing_runs_for_ever(
    clock: Clock,
    start_gateway: StartGateway,
    sandbox: Sandbox,
    quick_sweep: None,
    provider: str,
) -> None:
    client = await start_gateway()
    await client.sign_in()
    await client.put_key(provider)
    generation = await client.begin("[[sandbox: endless delay_ms=5]] hi", provider=provider)
    kept: dict[str, Any] = {"text": ""}
    async with asyncio.timeout(30):
        while not kept["text"]:
            _, kept = await client.call("GET", f"/generations/{generation}")
    clock.advance(3600)
    events = await client.follow(generation)
    error = events[-1][1]["error"]
    assert (error["code"], error["provider"]) == ("provider_timeout", provider)
    assert "60 minutes" in error["message"]
    _, kept = await client.call("GET", f"/generations/{generation}")
    assert (kept["status"], kept["error"]) == ("failed", error)
    assert kept["text"] == "".join(d.get("text", "") for name, d in events if name == "delta")
    await sandbox.requests[-1].wait_ended(1)
    assert sandbox.requests[-1].closed_early


async def test_too_many_at_once(ready: Client) -> None:
    running = [await ready.begin("[[sandbox: hang]] hi") for _ in range(8)]
    body = {"prompt": "hi", "stream": True, "detach": True}
    status, answer = await ready.call("POST", "/generate", body)
    assert (status, answer["error"]["code"]) == (429, "too_many_generations")
    await ready.call("DELETE", f"/generations/{running[0]}")
    assert (await ready.events(body))[-1][0] == "done"
