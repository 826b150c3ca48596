"""The LiteLLM transport: the work that LiteLLM is kept from doing, since nothing uses it."""

import asyncio
import importlib
from typing import Any

import pytest

from gateway.provider_settings import Transport
from gateway.sandbox import Sandbox
from tests.gateway.client import GOOD_KEYS, Client

A_STREAM = {"prompt": "[[sandbox: long tokens=40]] Hello", "stream": True}


@pytest.fixture
def transport() -> Transport:
    return "litellm"


@pytest.fixture
async def warm(ready: Client) -> Client:
    """With LiteLLM loaded."""
    assert (await ready.call("POST", "/generate", {"prompt": "hi"}))[0] == 200
    return ready


async def test_nothing_is_prepared_for_callbacks(
    warm: Client, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None is registered, and each would be given the key, the prompt and the answer."""
    prepared: asyncio.Queue[str] = asyncio.Queue()
    logging: Any = importlib.import_module("litellm.litellm_core_utils.litellm_logging").Logging

    async def prepare(self: Any, **_: object) -> None:
        prepared.put_nowait(self.messages[0]["content"])

    monkeypatch.setattr(logging, "async_success_handler", prepare)
    status, _ = await warm.call("POST", "/generate", {"provider": "openai", "prompt": "ours"})
    assert status == 200
    await importlib.import_module("litellm").acompletion(
        "openai/gpt-4.1",
        [{"role": "user", "content": "not ours"}],
        api_base=sandbox.api_bases["openai"],
        api_key=GOOD_KEYS["openai"],
    )
    async with asyncio.timeout(10):
        assert await prepared.get() == "not ours"


async def test_tokens_are_not_counted_here(warm: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[object] = []

    def count(*arguments: object, **_: object) -> Any:
        counted.append(arguments)
        return len

    counter: Any = importlib.import_module("litellm.litellm_core_utils.token_counter")
    monkeypatch.setattr(counter, "_get_count_function", count)
    name, answer = (await warm.events({"provider": "openai", **A_STREAM}))[-1]
    assert (name, answer["usage"]["output_tokens"]) == ("done", 40)
    assert counted == []


async def test_one_iterator_reads_a_whole_stream(
    warm: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream: Any = importlib.import_module("openai").AsyncStream
    begun: list[object] = []
    begin = stream.__aiter__

    def iterate(self: Any) -> Any:
        begun.append(self)
        return begin(self)

    monkeypatch.setattr(stream, "__aiter__", iterate)
    events = await warm.events({"provider": "openai", **A_STREAM})
    assert len([name for name, _ in events if name == "delta"]) > 10
    assert len(begun) <= 1
