"""Starting and closing a sandbox."""

import asyncio
import json
import os
import signal
import sys
from urllib.parse import urlsplit

import aiohttp
import pytest

from gateway.sandbox import Sandbox
from tests.sandbox.wire import KEY, PROVIDERS, Wire


async def test_addresses_have_litellms_form(sandbox: Sandbox) -> None:
    paths = {provider: urlsplit(base).path for provider, base in sandbox.api_bases.items()}
    assert paths == {"openai": "/v1", "anthropic": "", "gemini": "/v1beta"}
    assert {urlsplit(base).hostname for base in sandbox.api_bases.values()} == {"127.0.0.1"}


async def test_requests_are_kept(wire: Wire) -> None:
    await wire.reply("openai", "Hello")
    await wire.models("gemini")
    openai, gemini = wire.sandbox.requests
    assert (openai.provider, openai.method, openai.path) == (
        "openai",
        "POST",
        "/v1/chat/completions",
    )
    assert openai.headers["authorization"] == f"Bearer {KEY}"
    assert openai.body["messages"] == [{"role": "user", "content": "Hello"}]
    assert not openai.closed_early
    assert openai.ended.is_set()
    assert gemini.body is None
    assert wire.sandbox.seen("gemini") == [gemini]
    assert KEY not in repr(openai)
    assert "Hello" not in repr(openai)


async def test_only_so_many_requests_are_kept() -> None:
    async with Sandbox(keep_requests=2) as sandbox, aiohttp.ClientSession() as http:
        wire = Wire(http, sandbox)
        for prompt in ("a", "b", "c"):
            await wire.reply("openai", prompt)
        kept = [request.body["messages"][0]["content"] for request in sandbox.requests]
    assert kept == ["b", "c"]


async def test_a_chosen_port() -> None:
    async with Sandbox() as sandbox:
        port = urlsplit(sandbox.api_bases["openai"]).port or 0
        with pytest.raises(OSError, match="address already in use"):
            await Sandbox(ports=(port, 0, 0)).start()
    async with Sandbox(ports=(port, 0, 0)) as sandbox:
        assert urlsplit(sandbox.api_bases["openai"]).port == port


async def test_start_that_fails_leaves_nothing_open() -> None:
    async with Sandbox() as sandbox, aiohttp.ClientSession() as http:
        failed = Sandbox(ports=(0, urlsplit(sandbox.api_bases["anthropic"]).port or 0, 0))
        with pytest.raises(OSError, match="address already in use"):
            await failed.start()
        with pytest.raises(aiohttp.ClientConnectorError):
            await http.get(failed.api_bases["openai"])


async def test_the_end_of_the_sandbox_ends_all_that_hangs() -> None:
    before = asyncio.all_tasks()
    async with aiohttp.ClientSession() as http:
        async with Sandbox() as sandbox:
            wire = Wire(http, sandbox)
            asked = [
                asyncio.create_task(wire.reply(provider, f"[[sandbox: {fault}]]", stream=stream))
                for provider in PROVIDERS
                for fault in ("hang", "hang_midway", "slow delay_ms=500")
                for stream in (False, True)
            ]
            async with asyncio.timeout(10):
                while len(sandbox.requests) < len(asked):  # noqa: ASYNC110 - there is no event
                    await asyncio.sleep(0.01)
        async with asyncio.timeout(2):
            results = await asyncio.gather(*asked, return_exceptions=True)
    assert all(isinstance(result, aiohttp.ClientError) for result in results)
    assert not any(request.closed_early for request in sandbox.requests)
    assert all(request.ended.is_set() for request in sandbox.requests)
    assert asyncio.all_tasks() == before


async def test_many_at_once(wire: Wire) -> None:
    async def ask(number: int) -> bool:
        provider = PROVIDERS[number % 3]
        text = f"Number {number}"
        reply = await wire.reply(provider, f"[[sandbox: echo]] {text}", stream=True)
        return str(number) in reply.raw.decode()

    assert all(await asyncio.gather(*(ask(number) for number in range(60))))


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_by_itself(number: signal.Signals) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway.sandbox",
        "--pace-ms",
        "0",
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert process.stdout is not None
    async with asyncio.timeout(20):
        bases = json.loads(await process.stdout.readline())
        url = bases["anthropic"] + "/v1/models"
        headers = {"x-api-key": KEY, "anthropic-version": "2023-06-01"}
        async with aiohttp.ClientSession() as http, http.get(url, headers=headers) as response:
            assert response.status == 200
        process.send_signal(number)
        _, errors = await process.communicate()
    assert process.returncode == 0
    assert errors == b""
