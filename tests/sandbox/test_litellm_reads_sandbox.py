"""LiteLLM, an independent client, can read the stand-ins' responses."""

import asyncio
import importlib
import json
import warnings
from collections.abc import AsyncIterator
from typing import Any

import pytest

from gateway.sandbox import Sandbox
from tests.sandbox.wire import KEY, PROVIDERS

IDS = {
    "openai": "openai/gpt-4.1",
    "anthropic": "anthropic/claude-sonnet-4-6",
    "gemini": "gemini/gemini-2.5-pro",
}
PROMPT = "[[sandbox: echo cached]] Grüße an 東京 👩\u200d💻!"
TEXT = "Grüße an 東京 👩\u200d💻!"

each_provider = pytest.mark.parametrize("provider", PROVIDERS)


@pytest.fixture
async def litellm() -> AsyncIterator[Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module: Any = importlib.import_module("litellm")
        module.suppress_debug_info = True
        yield module
        await _close(module)


async def _close(litellm: Any) -> None:
    """Close what LiteLLM keeps of this test's event loop: clients and tasks."""
    await litellm.close_litellm_async_clients()
    litellm.in_memory_llm_clients_cache.flush_cache()
    client = vars(litellm).pop("module_level_aclient", None)
    if client is not None:
        await client.close()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


def question(sandbox: Sandbox, provider: str, prompt: str, **changes: Any) -> dict[str, Any]:
    return {
        "model": IDS[provider],
        "messages": [{"role": "user", "content": prompt}],
        "api_base": sandbox.api_bases[provider],
        "api_key": KEY,
        "num_retries": 0,
        "max_retries": 0,
        "drop_params": True,
        **changes,
    }


@each_provider
async def test_plain(litellm: Any, sandbox: Sandbox, provider: str) -> None:
    response = await litellm.acompletion(**question(sandbox, provider, PROMPT))
    assert response.choices[0].message.content == TEXT
    assert response.choices[0].finish_reason == "stop"
    usage = response.usage
    assert usage.total_tokens == usage.prompt_tokens + usage.completion_tokens
    assert 0 < usage.prompt_tokens_details.cached_tokens < usage.prompt_tokens


@each_provider
async def test_streamed(litellm: Any, sandbox: Sandbox, provider: str) -> None:
    plain = await litellm.acompletion(**question(sandbox, provider, PROMPT))
    asked = question(sandbox, provider, PROMPT, stream=True, stream_options={"include_usage": True})
    stream = await litellm.acompletion(**asked)
    chunks = [chunk async for chunk in stream]
    choices = [chunk.choices[0] for chunk in chunks if chunk.choices]
    assert "".join(choice.delta.content or "" for choice in choices) == TEXT
    assert [choice.finish_reason for choice in choices if choice.finish_reason] == ["stop"]
    usage = next(chunk.usage for chunk in chunks if getattr(chunk, "usage", None))
    for count in ("prompt_tokens", "completion_tokens", "total_tokens"):
        assert getattr(usage, count) == getattr(plain.usage, count)


@each_provider
async def test_length(litellm: Any, sandbox: Sandbox, provider: str) -> None:
    response = await litellm.acompletion(**question(sandbox, provider, "Hello", max_tokens=8))
    assert response.choices[0].finish_reason == "length"
    assert response.usage.completion_tokens == 8


@pytest.mark.parametrize("provider", ["anthropic", "gemini"])
async def test_thinking(litellm: Any, sandbox: Sandbox, provider: str) -> None:
    asked = question(sandbox, provider, "[[sandbox: thinking]] Hello")
    message = (await litellm.acompletion(**asked)).choices[0].message
    assert message.reasoning_content.startswith("**Weighing the question**")
    assert "Weighing" not in message.content
    stream = await litellm.acompletion(**asked, stream=True)
    deltas = [chunk.choices[0].delta async for chunk in stream]
    thoughts = "".join(getattr(delta, "reasoning_content", None) or "" for delta in deltas)
    assert thoughts == message.reasoning_content
    assert "".join(delta.content or "" for delta in deltas) == message.content


@each_provider
async def test_bad_key_and_missing_model(litellm: Any, sandbox: Sandbox, provider: str) -> None:
    with pytest.raises(litellm.AuthenticationError):
        await litellm.acompletion(
            **question(sandbox, provider, "Hello", api_key="sk-bad-0123456789abcdef")
        )
    with pytest.raises(litellm.NotFoundError):
        await litellm.acompletion(
            **question(sandbox, provider, "Hello", model=f"{provider}/no-such-model")
        )


async def test_geminis_api_base_leads_to_the_versioned_path(litellm: Any, sandbox: Sandbox) -> None:
    await litellm.acompletion(**question(sandbox, "gemini", "Hello"))
    [seen] = sandbox.requests
    assert seen.path == "/v1beta/models/gemini-2.5-pro:generateContent"
    assert seen.headers["x-goog-api-key"] == KEY


TOOL: Any = {
    "type": "function",
    "function": {
        "name": "read_file",
        "parameters": {
            "type": "object",
            "properties": {"path": {"type": "string"}},
            "required": ["path"],
        },
    },
}


@each_provider
@pytest.mark.parametrize("stream", [False, True])
async def test_tools(litellm: Any, sandbox: Sandbox, provider: str, stream: bool) -> None:
    prompt = '[[sandbox: tool=read_file {"path": "a.txt"}]] Read it.'
    asked = question(sandbox, provider, prompt, tools=[TOOL])
    if stream:
        chunks = [chunk async for chunk in await litellm.acompletion(**asked, stream=True)]
        response = litellm.stream_chunk_builder(chunks)
    else:
        response = await litellm.acompletion(**asked)
    [choice] = response.choices
    assert choice.finish_reason == "tool_calls"
    [call] = choice.message.tool_calls
    assert call.function.name == "read_file"
    assert json.loads(call.function.arguments) == {"path": "a.txt"}
    asked["messages"] += [
        choice.message.model_dump(exclude_none=True),
        {"role": "tool", "tool_call_id": call.id, "content": "its text"},
    ]
    response = await litellm.acompletion(**asked)
    assert response.choices[0].message.content == "read_file returned: its text"
