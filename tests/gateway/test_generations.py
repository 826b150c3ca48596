"""Generations: they outlive a connection, can be followed from any event, and can be stopped."""

import asyncio
import random
import sys
from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from gateway.generation.answer import Progress
from gateway.generation.generation import Generation
from gateway.providers.chat import ChatRequest, Ending, Piece, Upstream
from gateway.sandbox import Sandbox
from gateway.session.registry import now
from tests.gateway.client import PROVIDERS, Client, parse_events, wait_until
from tests.gateway.transports import on_both_transports

every_provider = pytest.mark.parametrize("provider", PROVIDERS)
plain_and_streamed = pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
without_retired_models = pytest.mark.parametrize("sandbox", [frozenset()], indirect=True)


async def leave_midway(client: Client, sandbox: Sandbox, **body: Any) -> None:
    """Send a prompt, and disconnect as soon as the provider sends its first piece."""
    sandbox.forget()

    async def ask() -> None:
        async with client.http.post(
            f"{client.address}/generate", json=body, headers=client.headers
        ) as response:
            await response.content.readuntil(b"event: delta")
            here.set()
            await response.read()

    here = asyncio.Event()
    asking = asyncio.create_task(ask())
    if body["stream"]:
        await here.wait()
    else:
        await wait_until(lambda: bool(sandbox.requests))
    asking.cancel()


@on_both_transports
@without_retired_models
@plain_and_streamed
@every_provider
async def test_client_that_leaves_ends_the_call_to_the_provider(
    ready: Client, sandbox: Sandbox, provider: str, stream: bool
) -> None:
    prompt = "[[sandbox: slow delay_ms=100]] hi"
    await leave_midway(ready, sandbox, provider=provider, prompt=prompt, stream=stream)
    (request,) = sandbox.requests
    await request.wait_ended(1)
    assert request.closed_early
    (kept,) = await ready.generations()
    assert (kept["status"], kept["finish_reason"]) == ("stopped", "stopped")
    assert bool(kept["text"]) == stream


@without_retired_models
@plain_and_streamed
@every_provider
async def test_detached_generation_outlives_its_client(
    ready: Client, sandbox: Sandbox, provider: str, stream: bool
) -> None:
    prompt = "[[sandbox: slow delay_ms=2]] hi"
    body = {"provider": provider, "prompt": prompt, "stream": stream}
    await leave_midway(ready, sandbox, **body, detach=True)
    (running,) = await ready.generations()
    assert running["status"] == "running"
    events = await ready.follow(running["id"])
    assert events[-1][0] == "done"
    assert len(sandbox.requests) == 1
    _, undisturbed = await ready.call("POST", "/generate", {**body, "stream": False})
    assert events[-1][1]["text"] == undisturbed["text"]


async def test_followers_see_the_same_from_any_point(ready: Client) -> None:
    """Clients connect late, disconnect and return: each one sees every event exactly once."""
    chance = random.Random(7)
    generation = await ready.begin("[[sandbox: slow delay_ms=5]] hi", provider="anthropic")
    path = f"{ready.address}/generations/{generation}/events"

    async def follow(patience: int) -> list[tuple[str, Any]]:
        """Read this many events, disconnect, and follow again from there."""
        await asyncio.sleep(chance.uniform(0, 0.3))
        seen: list[tuple[str, Any]] = []
        while not seen or seen[-1][0] != "done":
            headers = {**ready.headers, "Last-Event-ID": str(len(seen))}
            async with ready.http.get(path, headers=headers) as response:
                for _ in range(patience):
                    block = await response.content.readuntil(b"\n\n")
                    assert block.startswith(b"id: %d\n" % (len(seen) + 1))
                    seen += parse_events(block.decode())
                    if seen[-1][0] == "done":
                        break
        return seen

    first, *others = await asyncio.gather(*(follow(n) for n in (10_000, 1, 2, 7, 30, 10_000)))
    assert all(other == first for other in others)
    assert first == await ready.follow(generation)
    text = "".join(data.get("text", "") for name, data in first if name == "delta")
    assert text == first[-1][1]["text"] != ""


async def test_following_after_the_end_gives_the_last_event(ready: Client) -> None:
    events = await ready.events({"prompt": "hi", "stream": True})
    (last,) = await ready.follow(events[0][1]["id"], after=len(events))
    assert last == events[-1]


@every_provider
async def test_stopped_stream_keeps_what_arrived(
    ready: Client, sandbox: Sandbox, provider: str
) -> None:
    generation = await ready.begin("[[sandbox: slow delay_ms=50]] hi", provider=provider)
    path = f"/generations/{generation}"
    following = asyncio.create_task(ready.follow(generation))
    async with asyncio.timeout(30):
        while not (await ready.call("GET", path))[1]["text"]:
            pass
    status, answer = await ready.call("DELETE", path)
    assert (status, answer["status"], answer["finish_reason"]) == (200, "stopped", "stopped")
    assert answer["text"]
    assert (await following)[-1] == ("done", answer)
    assert (await ready.call("GET", path))[1] == answer
    assert (await ready.call("DELETE", path))[1] == answer  # stopping it again changes nothing
    await sandbox.requests[-1].wait_ended(1)
    assert sandbox.requests[-1].closed_early


@every_provider
async def test_stopping_a_plain_answer_ends_its_request(
    ready: Client, sandbox: Sandbox, provider: str
) -> None:
    sandbox.forget()
    body = {"provider": provider, "prompt": "[[sandbox: hang]] hi", "detach": True}
    waiting = asyncio.create_task(ready.call("POST", "/generate", body))
    await wait_until(lambda: bool(sandbox.requests))
    (running,) = await ready.generations()
    _, stopped = await ready.call("DELETE", f"/generations/{running['id']}")
    assert await waiting == (200, stopped)
    assert (stopped["status"], stopped["text"]) == ("stopped", "")
    await sandbox.requests[-1].wait_ended(1)


async def test_sign_out_ends_generations_and_followers(ready: Client, sandbox: Sandbox) -> None:
    sandbox.forget()
    running = [await ready.begin("[[sandbox: hang]] hi", provider=name) for name in PROVIDERS]
    following = [asyncio.create_task(ready.follow(generation)) for generation in running]
    await wait_until(lambda: len(sandbox.requests) == 3)
    await ready.call("DELETE", "/session")
    for request in sandbox.requests:
        await request.wait_ended(1)
        assert request.closed_early
    for events in await asyncio.gather(*following):
        assert events[-1][1]["status"] == "stopped"


async def test_generations_of_others_are_not_found(ready: Client) -> None:
    _, answer = await ready.call("POST", "/generate", {"prompt": "hi"})
    other = Client(ready.http, ready.address)
    await other.sign_in()
    assert await other.generations() == []
    path = f"/generations/{answer['id']}"
    for method, suffix in (("GET", ""), ("GET", "/events"), ("DELETE", "")):
        status, refused = await other.call(method, path + suffix)
        assert (status, refused["error"]["code"]) == (404, "generation_not_found")


async def test_error_names_the_request_that_began_it(ready: Client) -> None:
    body = {"prompt": "[[sandbox: bad_key]] hi", "stream": True, "detach": True}
    async with ready.http.post(
        f"{ready.address}/generate", json=body, headers=ready.headers
    ) as response:
        events = parse_events(await response.text())
        began = response.headers["X-Request-Id"]
    (kept,) = await ready.generations()
    assert events[-1][1]["error"]["request_id"] == kept["error"]["request_id"] == began
    assert (await ready.follow(kept["id"]))[-1] == events[-1]


async def test_stream_has_no_head(ready: Client) -> None:
    _, answer = await ready.call("POST", "/generate", {"prompt": "hi"})
    path = f"{ready.address}/generations/{answer['id']}/events"
    async with ready.http.head(path, headers=ready.headers) as response:
        assert response.status == 405


async def test_unexpected_failure_is_found_in_the_log_by_its_request(
    ready: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr("gateway.generation.fallback.FallbackModels.remaining", fail)
    status, body = await ready.call("POST", "/generate", {"prompt": "hi"})
    assert (status, body["error"]["code"]) == (500, "internal")
    (line,) = [record.getMessage() for record in caplog.records if record.levelname == "ERROR"]
    assert line.startswith(body["error"]["request_id"])
    assert "canary" not in line + str(body)


def _client_is_gone(*_: object) -> None:
    raise aiohttp.ClientConnectionResetError


async def test_client_that_is_gone_when_written_to_is_no_error_in_the_log(
    ready: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.web.events._encode", _client_is_gone)
    with pytest.raises(aiohttp.ClientError):
        await ready.events({"prompt": "hi", "stream": True})
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_stream_leaves_nothing_to_the_garbage_collector(
    ready: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a client disconnects, every asynchronous generator is closed at once."""
    program = await ready.program()
    left: list[str] = []
    hooks = sys.get_asyncgen_hooks()

    def note(generator: Any) -> None:
        parts = Path(generator.ag_code.co_filename).parts
        if "gateway" in parts and "litellm_client" not in parts:  # of LiteLLM, some are left
            left.append(repr(generator))

    sys.set_asyncgen_hooks(finalizer=note)
    try:
        await ready.events({"prompt": "hi", "stream": True})
        messages = [{"role": "user", "content": "hi"}]
        body: dict[str, object] = {"messages": messages, "stream": True}
        for model in ("openai", "anthropic"):  # passed through, and translated
            async with program.http.post(
                f"{program.address}/v1/chat/completions",
                json={**body, "model": model},
                headers=program.headers,
            ) as response:
                assert "[DONE]" in await response.text()
        for writer in ("gateway.web.events._encode", "gateway.web.openai.answers.as_data"):
            monkeypatch.setattr(writer, _client_is_gone)
        with pytest.raises(aiohttp.ClientError):
            await ready.events({"prompt": "hi", "stream": True})
        body = {**body, "model": "anthropic", "stream_options": {"include_usage": True}}
        with pytest.raises(aiohttp.ClientError):
            await program.events(body, "/v1/chat/completions")
    finally:
        sys.set_asyncgen_hooks(*hooks)
    assert left == []


async def test_burst_of_pieces_does_not_delay_followers() -> None:
    """A client gets the first pieces while the gateway still reads a provider's burst."""

    async def burst() -> AsyncGenerator[Progress, None]:
        for number in range(20_000):
            yield Piece(f"{number} ")
        yield Ending("stop", None, None)

    upstream = Upstream(
        "openai",
        "OpenAI",
        "gpt-4",
        ("openai/gpt-4",),
        "http://x",
        None,
        "direct",
        "openai",
    )
    generation = Generation(ChatRequest(upstream, ()), now, lambda _: None)
    generation.start(burst())
    async with aclosing(generation.follow()) as batches:
        while (await anext(batches))[-1].name != "delta":
            pass
        assert generation.running
    assert (await generation.finished()).text.endswith(" 19999 ")


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("detach", [False, True], ids=["attached", "detached"])
async def test_failed_answer_names_the_request(ready: Client, stream: bool, detach: bool) -> None:
    body = {"prompt": "[[sandbox: bad_key]] hi", "stream": stream, "detach": detach}
    async with ready.http.post(
        f"{ready.address}/generate", json=body, headers=ready.headers
    ) as response:
        request_id = response.headers["X-Request-Id"]
        told = await response.text()
    (kept,) = await ready.generations()
    assert kept["error"]["request_id"] == request_id
    assert request_id in told
