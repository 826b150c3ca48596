"""OpenAI's SDK for Python, with only its base URL and key changed."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam

from gateway.sandbox import Sandbox
from tests.clients.conftest import ApiAccess
from tests.gateway.client import PROVIDERS, Client, wait_until
from tests.gateway.conftest import StartGateway

HI: list[ChatCompletionMessageParam] = [{"role": "user", "content": "hi"}]

FALLBACK_MODELS = {
    "openai": "gpt-4.1",
    "anthropic": "claude-sonnet-4-6",
    "gemini": "gemini-2.5-pro",
}


@pytest.fixture
async def sdk(api: ApiAccess) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=api.base_url, api_key=api.token) as client:
        yield client


def saying(prompt: str) -> list[ChatCompletionMessageParam]:
    return [{"role": "user", "content": prompt}]


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_answer(sdk: openai.AsyncOpenAI, provider: str) -> None:
    completion = await sdk.chat.completions.create(
        model=provider, messages=saying("[[sandbox: echo]] Grüße, 你好 🦊")
    )
    choice = completion.choices[0]
    assert choice.message.content == "Grüße, 你好 🦊"
    assert choice.message.role == "assistant"
    assert choice.finish_reason == "stop"
    assert completion.object == "chat.completion"
    assert completion.model.startswith(FALLBACK_MODELS[provider])
    assert completion.usage
    assert completion.usage.total_tokens == (
        completion.usage.prompt_tokens + completion.usage.completion_tokens
    )
    assert completion._request_id


@pytest.mark.parametrize("provider", PROVIDERS)
async def test_stream(sdk: openai.AsyncOpenAI, provider: str) -> None:
    stream = await sdk.chat.completions.create(
        model=provider,
        messages=saying("[[sandbox: echo]] one two three four"),
        stream=True,
        stream_options={"include_usage": True},
    )
    chunks = [chunk async for chunk in stream]
    assert len({chunk.id for chunk in chunks}) == 1
    assert chunks[0].choices[0].delta.role == "assistant"
    text = "".join(c.choices[0].delta.content or "" for c in chunks if c.choices)
    assert text == "one two three four"
    *pieces, usage = chunks
    assert [c.choices[0].finish_reason for c in pieces] == [None] * (len(pieces) - 1) + ["stop"]
    assert all(c.usage is None for c in pieces)
    assert usage.choices == []
    assert usage.usage
    assert usage.usage.total_tokens > 0
    assert all(chunk.model.startswith(FALLBACK_MODELS[provider]) for chunk in chunks)


async def test_stream_without_usage_ends_with_its_reason(sdk: openai.AsyncOpenAI) -> None:
    stream = await sdk.chat.completions.create(model="gpt-4", messages=HI, stream=True)
    chunks = [chunk async for chunk in stream]
    assert all(chunk.usage is None and len(chunk.choices) == 1 for chunk in chunks)
    assert chunks[-1].choices[0].finish_reason == "stop"


async def test_helper_for_streams_finds_everything(sdk: openai.AsyncOpenAI) -> None:
    async with sdk.chat.completions.stream(
        model="gpt-4",
        messages=saying("[[sandbox: echo]] whole"),
        stream_options={"include_usage": True},
    ) as stream:
        completion = await stream.get_final_completion()
    assert completion.choices[0].message.content == "whole"
    assert completion.usage


async def test_thinking_is_told_apart(sdk: openai.AsyncOpenAI) -> None:
    messages = saying("[[sandbox: thinking]] hi")
    whole = await sdk.chat.completions.create(model="anthropic", messages=messages)
    assert (whole.choices[0].message.model_extra or {})["reasoning_content"]
    stream = await sdk.chat.completions.create(model="anthropic", messages=messages, stream=True)
    deltas = [chunk.choices[0].delta async for chunk in stream]
    assert "".join((d.model_extra or {}).get("reasoning_content") or "" for d in deltas)


NAMES = {
    "gpt-4": "gpt-4.1",
    "openai/gpt-4": "gpt-4.1",
    "openai/gpt-4.1": "gpt-4.1",
    "claude-3.5-sonnet": "claude-sonnet-4-6",
    "anthropic/claude-3.5-sonnet": "claude-sonnet-4-6",
    "gemini-1.5-pro-1m": "gemini-2.5-pro",
    "gemini/gemini-2.5-pro": "gemini-2.5-pro",
}


async def test_names_of_models(sdk: openai.AsyncOpenAI) -> None:
    for name, answered_by in NAMES.items():
        completion = await sdk.chat.completions.create(model=name, messages=HI)
        assert completion.model.startswith(answered_by)


async def test_named_fallback_model_is_asked_alone(
    sdk: openai.AsyncOpenAI, sandbox: Sandbox
) -> None:
    sandbox.forget()
    await sdk.chat.completions.create(model="openai/gpt-4.1", messages=HI)
    assert [r.body["model"] for r in sandbox.seen("openai") if r.method == "POST"] == ["gpt-4.1"]


async def test_list_of_models(sdk: openai.AsyncOpenAI) -> None:
    models = [model async for model in sdk.models.list()]
    assert [(model.id, model.owned_by) for model in models] == [
        ("gpt-4", "openai"),
        ("claude-3.5-sonnet", "anthropic"),
        ("gemini-1.5-pro-1m", "gemini"),
    ]
    for model in models:
        assert await sdk.chat.completions.create(model=model.id, messages=HI)


async def test_parameters_are_translated(sdk: openai.AsyncOpenAI, sandbox: Sandbox) -> None:
    sandbox.forget()
    await sdk.chat.completions.create(
        model="anthropic",
        messages=[
            {"role": "developer", "content": "Be short."},
            {"role": "user", "content": [
                {"type": "text", "text": "one "}, {"type": "text", "text": "two"}
            ]},
            {"role": "assistant", "content": "three"},
            {"role": "user", "content": "four"},
        ],
        max_completion_tokens=50,
        temperature=0.5,
        # Values that change nothing.
        n=1, top_p=1, presence_penalty=0, frequency_penalty=0, user="me", stop=[], seed=None,
        response_format={"type": "text"}, logprobs=False, store=False, tool_choice="none",
    )  # fmt: skip
    sent = [r.body for r in sandbox.seen("anthropic") if r.method == "POST"][-1]
    assert sent["system"][0]["text"] == "Be short."
    assert [
        (m["role"], "".join(part["text"] for part in m["content"])) for m in sent["messages"]
    ] == [
        ("user", "one two"),
        ("assistant", "three"),
        ("user", "four"),
    ]
    assert sent["max_tokens"] == 50
    assert sent["temperature"] == 0.5
    assert "user" not in sent


async def test_conversation_goes_on_with_the_answer_as_it_came(sdk: openai.AsyncOpenAI) -> None:
    messages: list[Any] = saying("[[sandbox: thinking]] hi")
    first = await sdk.chat.completions.create(model="anthropic", messages=messages)
    messages += [first.choices[0].message, *saying("and?")]
    assert await sdk.chat.completions.create(model="anthropic", messages=messages)
    messages[1] = first.choices[0].message.model_dump()
    assert await sdk.chat.completions.create(model="anthropic", messages=messages)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"functions": [{"name": "look"}]}, "functions"),
    ({"n": 2}, "n"),
    ({"seed": 1}, "seed"),
    ({"presence_penalty": 0.5}, "presence_penalty"),
    ({"frequency_penalty": 0.5}, "frequency_penalty"),
    ({"logit_bias": {"50256": -100}}, "logit_bias"),
    ({"logprobs": True}, "logprobs"),
    ({"top_logprobs": 2}, "top_logprobs"),
    ({"modalities": ["text", "audio"]}, "modalities[1]"),
    ({"audio": {"voice": "alloy", "format": "mp3"}}, "audio"),
    ({"service_tier": "priority"}, "service_tier"),
    ({"web_search_options": {}}, "web_search_options"),
    ({"verbosity": "low"}, "verbosity"),
    ({"tools": [{"type": "web_search_20250305", "name": "web_search"}]}, "tools[0].type"),
    ({"tools": [{"type": "custom", "custom": {"name": "x"}}]}, "tools[0].type"),
    ({"max_tokens": 5, "max_completion_tokens": 5}, "max_tokens"),
    ({"max_tokens": 0}, "max_tokens"),
    ({"temperature": 3}, "temperature"),
    ({"extra_body": {"api_base": "http://127.0.0.1:1"}}, "api_base"),
    ({"extra_body": {"extra_headers": {"x": "y"}}}, "extra_headers"),
    ({"extra_body": {"mock_response": "x"}}, "mock_response"),
    ({"messages": []}, "messages"),
    ({"messages": [{"role": "user", "content": ""}]}, "messages[0].content"),
    ({"messages": [{"role": "user", "content": " \n"}]}, "messages[0].content"),
    ({"messages": [{"role": "user", "content": [{"type": "text", "text": " "}]}]},
     "messages[0].content"),
    ({"messages": [{"role": "system", "content": "hi"}]}, "messages"),
    ({"messages": [{"role": "nobody", "content": "hi"}]}, "messages[0]"),
    ({"messages": [{"role": "user", "content": [
        {"type": "image_url", "image_url": {"url": "http://127.0.0.1:1/x.png"}}]}]},
     "messages[0].content[0].image_url.url"),
    ({"messages": [{"role": "user", "content": [{"type": "file", "file": {"file_id": "f"}}]}]},
     "messages[0].content[0].file.file_data"),
    ({"messages": [{"role": "user", "content": [
        {"type": "input_audio", "input_audio": {"data": "", "format": "mp3"}}]}]},
     "messages[0].content[0]"),
]  # fmt: skip


async def test_what_cannot_be_translated_is_refused(
    sdk: openai.AsyncOpenAI, sandbox: Sandbox
) -> None:
    sandbox.forget()
    for fields, param in REFUSED:
        with pytest.raises(openai.BadRequestError) as refused:
            await sdk.chat.completions.create(**{"model": "anthropic", "messages": HI, **fields})
        assert (refused.value.param or "").startswith(param), (fields, refused.value.message)
        assert refused.value.type == "invalid_request_error"
        assert param.partition("[")[0] in refused.value.message
    assert not sandbox.requests


FAULTS: tuple[tuple[str, type[openai.APIStatusError], str], ...] = (
    ("bad_key", openai.AuthenticationError, "key_rejected"),
    ("restricted", openai.PermissionDeniedError, "permission_denied"),
    ("no_quota", openai.RateLimitError, "insufficient_quota"),
    ("rate_limit retry_after=50", openai.RateLimitError, "rate_limit_exceeded"),
    ("context_too_long", openai.BadRequestError, "context_length_exceeded"),
    ("content_blocked", openai.BadRequestError, "content_policy_violation"),
    ("model_gone", openai.NotFoundError, "model_not_found"),
    ("bad_request", openai.BadRequestError, "invalid_request"),
    ("overloaded", openai.InternalServerError, "provider_overloaded"),
    ("server_error", openai.InternalServerError, "provider_error"),
    ("html", openai.InternalServerError, "provider_error"),
    ("hang", openai.InternalServerError, "provider_timeout"),
)


@pytest.mark.parametrize("stream", [False, True])
async def test_faults_raise_the_right_exceptions(start_gateway: StartGateway, stream: bool) -> None:
    """Each fault raises the SDK's matching error."""
    client = await start_gateway(retry_attempts=1, provider_timeout=0.5)
    sdk = await sdk_of(client)
    for fault, exception, code in FAULTS:
        careful = sdk.with_options(max_retries=0)
        with pytest.raises(exception) as raised:
            await careful.chat.completions.create(
                model="anthropic", messages=saying(f"[[sandbox: {fault}]] hi"), stream=stream
            )
        assert type(raised.value) is exception
        assert raised.value.code == code
        assert raised.value.request_id
        if "retry_after" in fault:
            assert raised.value.response.headers["Retry-After"] == "50"
    await sdk.close()


async def sdk_of(client: Client, **fields: object) -> openai.AsyncOpenAI:
    await client.sign_in()
    for provider in ("openai", "anthropic"):
        await client.put_key(provider)
    program = await client.program(**fields)
    return openai.AsyncOpenAI(base_url=f"{client.address}/v1", api_key=program.bearer)


async def test_sdk_waits_out_a_limit_as_it_is_told(
    start_gateway: StartGateway, sandbox: Sandbox
) -> None:
    sdk = await sdk_of(await start_gateway(retry_wait=0))
    completion = await sdk.chat.completions.create(
        model="anthropic", messages=saying("[[sandbox: rate_limit retry_after=1 times=1]] hi")
    )
    assert completion.choices[0].message.content
    await sdk.close()


async def test_refusals_of_the_gateway_itself(sdk: openai.AsyncOpenAI, api: ApiAccess) -> None:
    with pytest.raises(openai.NotFoundError) as missing:
        await sdk.chat.completions.create(model="gpt-2", messages=HI)
    assert (missing.value.code, missing.value.param) == ("model_not_found", "model")

    stranger = sdk.with_options(api_key="gtw_" + "0" * 36)
    with pytest.raises(openai.AuthenticationError) as unknown:
        await stranger.chat.completions.create(model="gpt-4", messages=HI)
    assert unknown.value.code == "invalid_api_key"

    with pytest.raises(openai.NotFoundError):
        await sdk.embeddings.create(model="text-embedding-3-small", input="hi")

    limited = sdk.with_options(
        api_key=(await api.person.program(providers=["gemini"])).bearer or ""
    )
    assert [model.id async for model in limited.models.list()] == ["gemini-1.5-pro-1m"]
    with pytest.raises(openai.NotFoundError, match="gemini only"):
        await limited.chat.completions.create(model="gpt-4", messages=HI)

    poor = sdk.with_options(api_key=(await api.person.program(max_cost_usd=1e-6)).bearer or "")
    with pytest.raises(openai.PermissionDeniedError, match="limit"):
        await poor.chat.completions.create(model="gpt-4", messages=HI)

    await api.person.call("DELETE", "/keys/openai")
    with pytest.raises(openai.AuthenticationError, match="Add your OpenAI key"):
        await sdk.chat.completions.create(model="gpt-4", messages=HI)

    await api.person.call("DELETE", "/session")
    with pytest.raises(openai.AuthenticationError):
        await sdk.models.list()


async def test_error_in_mid_stream_is_raised(sdk: openai.AsyncOpenAI) -> None:
    stream = await sdk.chat.completions.create(
        model="anthropic", messages=saying("[[sandbox: error_midway]] hi"), stream=True
    )
    assert (await anext(stream)).choices[0].delta.role == "assistant"
    assert (await anext(stream)).choices[0].delta.content
    with pytest.raises(openai.APIError) as raised:
        [chunk async for chunk in stream]
    assert raised.value.code in ("provider_overloaded", "provider_error")


async def ask_for_what_hangs(
    sdk: openai.AsyncOpenAI, stream: bool, model: str = "anthropic"
) -> None:
    """Read an answer that stops halfway."""
    answer: Any = await sdk.chat.completions.create(
        model=model, messages=saying("[[sandbox: hang_midway]] hi"), stream=stream
    )
    async for _ in answer:
        pass


@pytest.mark.parametrize("model", ["openai", "anthropic"])
@pytest.mark.parametrize("stream", [False, True])
async def test_client_that_leaves_ends_the_call_to_the_provider(
    sdk: openai.AsyncOpenAI, sandbox: Sandbox, stream: bool, model: str
) -> None:
    sandbox.forget()

    asking = asyncio.create_task(
        ask_for_what_hangs(sdk, stream, f"{model}/{FALLBACK_MODELS[model]}")
    )
    await wait_until(lambda: bool(sandbox.requests))
    asking.cancel()
    await sandbox.requests[0].wait_ended(2)
    assert sandbox.requests[0].closed_early


@pytest.mark.parametrize("stream", [False, True])
async def test_half_an_answer_is_not_reported_as_complete(
    sdk: openai.AsyncOpenAI, api: ApiAccess, sandbox: Sandbox, stream: bool
) -> None:
    """Revoking a token stops its generations."""
    sandbox.forget()

    asking = asyncio.create_task(ask_for_what_hangs(sdk, stream))
    await wait_until(lambda: bool(sandbox.requests))
    _, body = await api.person.call("GET", "/tokens")
    await api.person.call("DELETE", f"/tokens/{body['tokens'][0]['id']}")
    # The connection breaks; the SDK may try once more, with a token that is not valid any more.
    with pytest.raises((openai.AuthenticationError, openai.APIConnectionError, httpx.HTTPError)):
        await asking


async def test_sync_client(api: ApiAccess) -> None:
    def ask() -> str | None:
        with openai.OpenAI(base_url=api.base_url, api_key=api.token) as client:
            completion = client.chat.completions.create(model="gemini", messages=HI)
            return completion.choices[0].message.content

    assert await asyncio.to_thread(ask)
