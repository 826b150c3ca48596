"""Anthropic's SDK for Python asks Anthropic."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import anthropic
import pytest
from pydantic import BaseModel

from gateway.sandbox import Sandbox
from tests.clients.conftest import ApiAccess
from tests.clients.tasks import ARGUMENTS, DOT, MODELS, TASK, Files
from tests.gateway.client import wait_until

MODEL = MODELS["anthropic"]
TOOLS: Any = [
    {"name": name, "description": name, "input_schema": parameters}
    for name, parameters in ARGUMENTS.items()
]


class City(BaseModel):
    """What an answer has to look like."""

    name: str
    people: int


@pytest.fixture(params=["api_key", "auth_token"])
async def sdk(
    any_model: ApiAccess, request: pytest.FixtureRequest
) -> AsyncIterator[anthropic.AsyncAnthropic]:
    """The SDK sends the token as `x-api-key` or as a bearer token."""
    access: Any = {"api_key": None, "auth_token": None, request.param: any_model.token}
    async with anthropic.AsyncAnthropic(base_url=any_model.address, **access) as client:
        yield client


only_api_key = pytest.mark.parametrize("sdk", ["api_key"], indirect=True)


def saying(content: Any, **more: Any) -> Any:
    messages = [{"role": "user", "content": content}]
    return {"model": MODEL, "max_tokens": 1000, "messages": messages, **more}


async def test_message(sdk: anthropic.AsyncAnthropic) -> None:
    message: Any = await sdk.messages.create(**saying("[[sandbox: echo]] Grüße, 你好 🦊"))
    assert message.content[0].text == "Grüße, 你好 🦊"
    assert message.model == MODEL
    assert message.stop_reason == "end_turn"
    assert message.usage.output_tokens > 0
    assert message._request_id


async def test_stream(sdk: anthropic.AsyncAnthropic) -> None:
    async with sdk.messages.stream(**saying("[[sandbox: echo]] one two three")) as stream:
        pieces = [piece async for piece in stream.text_stream]
        message = await stream.get_final_message()
    assert len(pieces) > 1
    assert "".join(pieces) == "one two three"
    assert message.stop_reason == "end_turn"
    assert message.usage.input_tokens > 0


@only_api_key
@pytest.mark.parametrize("stream", [False, True])
async def test_tools(sdk: anthropic.AsyncAnthropic, stream: bool) -> None:
    files, asked = Files(), saying(TASK, tools=TOOLS)
    while True:
        if stream:
            async with sdk.messages.stream(**asked) as events:
                message: Any = await events.get_final_message()
        else:
            message = await sdk.messages.create(**asked)
        calls = [part for part in message.content if part.type == "tool_use"]
        if message.stop_reason != "tool_use":
            break
        results = [
            {
                "type": "tool_result",
                "tool_use_id": call.id,
                "content": getattr(files, call.name)(**call.input),
            }
            for call in calls
        ]
        asked["messages"] += [
            {"role": "assistant", "content": message.content},
            {"role": "user", "content": results},
        ]
    files.assert_done(message.content[-1].text)


@only_api_key
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("thread", [False, True])
async def test_tools_that_the_sdk_calls(
    sdk: anthropic.AsyncAnthropic, sandbox: Sandbox, thread: bool, stream: bool
) -> None:
    """With a thread, Anthropic keeps what came before."""
    files = Files()

    @anthropic.beta_async_tool
    async def read_file(path: str) -> str:
        """Read a file."""
        return files.read_file(path)

    @anthropic.beta_async_tool
    async def edit(path: str, text: str) -> str:
        """Replace a file's text."""
        return files.edit(path, text)

    asked: Any = saying(TASK, tools=[read_file, edit], stream=stream)
    if not thread:
        asked["thread"] = False
    tool_runner: Any = sdk.beta.messages.tool_runner
    runner = tool_runner(**asked)
    last: Any = await runner.until_done()
    files.assert_done(last.content[-1].text)
    sent = [request.body for request in sandbox.requests if request.method == "POST"]
    assert [len(body["messages"]) for body in sent] == ([1, 1, 1] if thread else [1, 3, 5])


@only_api_key
async def test_schema(sdk: anthropic.AsyncAnthropic) -> None:
    message = await sdk.messages.parse(**saying("Which city?"), output_format=City)
    assert isinstance(message.parsed_output, City)


@only_api_key
async def test_picture_and_thinking(sdk: anthropic.AsyncAnthropic) -> None:
    source = {"type": "base64", "media_type": "image/png", "data": DOT}
    parts = [
        {"type": "text", "text": "[[sandbox: echo]] seen"},
        {"type": "image", "source": source},
    ]
    thinking = {"type": "enabled", "budget_tokens": 1024}
    message: Any = await sdk.messages.create(
        **saying(parts, thinking=thinking) | {"max_tokens": 4000}
    )
    assert [part.type for part in message.content] == ["thinking", "text"]
    assert message.content[-1].text == "seen"


async def test_counting(sdk: anthropic.AsyncAnthropic) -> None:
    counted = await sdk.messages.count_tokens(
        model=MODEL, messages=[{"role": "user", "content": "one two three"}], tools=TOOLS
    )
    assert counted.input_tokens > 0


async def test_models(sdk: anthropic.AsyncAnthropic) -> None:
    names = [model.id async for model in sdk.models.list()]
    assert names
    assert {"claude-sonnet-4-6", "gpt-4.1", "gemini-2.5-pro"} <= set(names)
    for name in names[:5]:
        assert (await sdk.models.retrieve(name)).id == name
    with pytest.raises(anthropic.NotFoundError):
        await sdk.models.retrieve("no-such-model")


FAULTS = [
    ("bad_key", anthropic.AuthenticationError, "invalid x-api-key"),
    ("rate_limit", anthropic.RateLimitError, "rate limit"),
    ("context_too_long", anthropic.BadRequestError, "prompt is too long"),
    ("model_gone", anthropic.NotFoundError, f"model: {MODEL}"),
    ("overloaded", anthropic.APIStatusError, "Overloaded"),
    ("server_error", anthropic.InternalServerError, "Internal server error"),
    ("no_quota", anthropic.BadRequestError, "credit balance is too low"),
]


@only_api_key
@pytest.mark.parametrize(("fault", "exception", "words"), FAULTS)
async def test_errors_are_the_providers_own(
    sdk: anthropic.AsyncAnthropic, fault: str, exception: Any, words: str
) -> None:
    with pytest.raises(exception, match=f"(?i){words}") as raised:
        await sdk.with_options(max_retries=0).messages.create(**saying(f"[[sandbox: {fault}]] hi"))
    assert raised.value.request_id


@only_api_key
async def test_error_in_mid_stream(sdk: anthropic.AsyncAnthropic) -> None:
    with pytest.raises(anthropic.APIStatusError, match="Overloaded"):
        async with sdk.messages.stream(**saying("[[sandbox: error_midway]] hi")) as stream:
            await stream.get_final_message()


@only_api_key
async def test_thread_of_another_program(
    sdk: anthropic.AsyncAnthropic, any_model: ApiAccess
) -> None:
    beta: Any = {"betas": ["message-threads-2026-08-12"]}
    mine = await sdk.beta.messages.create(**saying("hi", thread={"type": "create"}), **beta)
    going_on = saying("and?", thread={"type": "continue", "previous_message_id": mine.id})
    again = await sdk.beta.messages.create(**going_on, **beta)
    assert again.content
    other = (await any_model.person.program(models="any")).bearer
    with pytest.raises(anthropic.PermissionDeniedError, match="previous_message_id"):
        await sdk.with_options(api_key=other).beta.messages.create(**going_on, **beta)


async def test_refusals_of_the_gateway(sdk: anthropic.AsyncAnthropic, any_model: ApiAccess) -> None:
    source = {"type": "file", "file_id": "file_1"}
    with pytest.raises(anthropic.PermissionDeniedError, match="file_id"):
        await sdk.messages.create(**saying([{"type": "image", "source": source}]))
    await any_model.person.call("DELETE", "/keys/anthropic")
    with pytest.raises(anthropic.AuthenticationError, match="Add your Anthropic key"):
        await sdk.messages.create(**saying("hi"))
    await any_model.person.call("DELETE", "/session")
    with pytest.raises(anthropic.AuthenticationError):
        await sdk.messages.create(**saying("hi"))


@only_api_key
@pytest.mark.parametrize("stream", [False, True])
async def test_cancelled_call_ends_at_the_provider(
    sdk: anthropic.AsyncAnthropic, sandbox: Sandbox, stream: bool
) -> None:
    await sdk.models.list()  # the gateway is ready then
    sandbox.forget()

    async def read() -> None:
        answer: Any = await sdk.messages.create(
            **saying("[[sandbox: hang_midway]] hi", stream=stream)
        )
        async for _ in answer:
            pass

    reading = asyncio.create_task(read())
    await wait_until(lambda: bool(sandbox.requests))
    reading.cancel()
    await sandbox.requests[0].wait_ended(2)
    assert sandbox.requests[0].closed_early
