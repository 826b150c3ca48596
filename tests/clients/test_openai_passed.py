"""OpenAI's SDK for Python: all that passes through to OpenAI, and responses of others."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest
from pydantic import BaseModel

from gateway.sandbox import Sandbox
from tests.clients.conftest import ApiAccess
from tests.clients.tasks import ARGUMENTS, DOT, MODELS, RETURNED, TASK, Files
from tests.gateway.client import wait_until

MODEL = MODELS["openai"]
PICTURE = f"data:image/png;base64,{DOT}"
FUNCTIONS: Any = [
    {"name": name, "parameters": parameters, "strict": True}
    for name, parameters in ARGUMENTS.items()
]
CHAT_TOOLS: Any = [{"type": "function", "function": function} for function in FUNCTIONS]
TOOLS: Any = [{"type": "function", **function} for function in FUNCTIONS]


class City(BaseModel):
    """What an answer has to look like."""

    name: str
    people: int


@pytest.fixture
async def sdk(any_model: ApiAccess) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(base_url=any_model.base_url, api_key=any_model.token) as client:
        yield client


def saying(content: Any) -> Any:
    return [{"role": "user", "content": content}]


@pytest.mark.parametrize("stream", [False, True])
async def test_tools_of_chat_completions(sdk: openai.AsyncOpenAI, stream: bool) -> None:
    files, messages = Files(), saying(TASK)
    for _ in RETURNED:
        asked: Any = {"model": MODEL, "messages": messages, "tools": CHAT_TOOLS}
        if stream:
            async with sdk.chat.completions.stream(**asked) as chunks:
                completion: Any = await chunks.get_final_completion()
        else:
            completion = await sdk.chat.completions.create(**asked)
        [choice] = completion.choices
        assert choice.finish_reason == "tool_calls"
        [call] = choice.message.tool_calls
        result = getattr(files, call.function.name)(**json.loads(call.function.arguments))
        messages += [
            choice.message,
            {"role": "tool", "tool_call_id": call.id, "content": result},
        ]
    last = await sdk.chat.completions.create(model=MODEL, messages=messages, tools=CHAT_TOOLS)
    files.assert_done(last.choices[0].message.content)


async def test_pieces_of_a_call(sdk: openai.AsyncOpenAI) -> None:
    stream: Any = await sdk.chat.completions.create(
        model=MODEL,
        messages=saying(TASK),
        tools=CHAT_TOOLS,
        tool_choice="auto",
        stream=True,
        stream_options={"include_usage": True},
    )
    *chunks, usage = [chunk async for chunk in stream]
    calls = [call for chunk in chunks for call in chunk.choices[0].delta.tool_calls or ()]
    assert calls[0].function.name == "read_file"
    assert len(calls) > 2
    assert json.loads("".join(call.function.arguments for call in calls)) == {"path": "a.txt"}
    assert usage.usage.completion_tokens > 0


async def test_schema(sdk: openai.AsyncOpenAI) -> None:
    completion = await sdk.chat.completions.parse(
        model=MODEL, messages=saying("Which city?"), response_format=City
    )
    assert isinstance(completion.choices[0].message.parsed, City)
    for model in MODELS.values():
        response = await sdk.responses.parse(model=model, input="Which city?", text_format=City)
        assert isinstance(response.output_parsed, City)


async def test_picture(sdk: openai.AsyncOpenAI) -> None:
    text = "[[sandbox: echo]] seen"
    completion = await sdk.chat.completions.create(
        model=MODEL,
        messages=saying(
            [
                {"type": "text", "text": text},
                {"type": "image_url", "image_url": {"url": PICTURE, "detail": "low"}},
            ]
        ),
    )
    assert completion.choices[0].message.content == "seen"
    parts = [
        {"type": "input_text", "text": text},
        {"type": "input_image", "image_url": PICTURE, "detail": "auto"},
    ]
    response = await sdk.responses.create(model=MODEL, input=saying(parts))
    assert response.output_text == "seen"


# The SDK asks for base64 by itself and decodes it.
@pytest.mark.parametrize("given", ["one", ["one", "two"], [1, 2, 3], [[1, 2], [3]]])
@pytest.mark.parametrize("more", [{}, {"encoding_format": "float", "dimensions": 8}])
async def test_embeddings(sdk: openai.AsyncOpenAI, given: Any, more: Any) -> None:
    made = await sdk.embeddings.create(model="text-embedding-3-small", input=given, **more)
    assert [len(one.embedding) for one in made.data] == [more.get("dimensions", 1536)] * (
        2 if isinstance(given[0], list) or given == ["one", "two"] else 1
    )
    assert isinstance(made.data[0].embedding[0], float)
    assert made.usage.total_tokens > 0


@pytest.mark.parametrize("store", [True, False])
@pytest.mark.parametrize("stream", [False, True])
async def test_tools_of_responses(sdk: openai.AsyncOpenAI, store: bool, stream: bool) -> None:
    """What came before is kept by OpenAI, or sent again by the program."""
    await do_the_task_by_responses(sdk, MODEL, store=store, stream=stream)


@pytest.mark.parametrize("provider", ["anthropic", "gemini"])
@pytest.mark.parametrize("stream", [False, True])
async def test_tools_of_translated_responses(
    sdk: openai.AsyncOpenAI, provider: str, stream: bool
) -> None:
    await do_the_task_by_responses(sdk, MODELS[provider], store=False, stream=stream)


async def do_the_task_by_responses(
    sdk: openai.AsyncOpenAI, model: str, *, store: bool, stream: bool
) -> None:
    files, items = Files(), saying(TASK)
    previous: Any = {}
    for _ in range(len(RETURNED) + 1):
        asked: Any = {"model": model, "input": items, "tools": TOOLS, "store": store, **previous}
        if stream:
            async with sdk.responses.stream(**asked) as events:
                response: Any = await events.get_final_response()
        else:
            response = await sdk.responses.create(**asked)
        [item] = response.output
        if item.type != "function_call":
            break
        result = {
            "type": "function_call_output",
            "call_id": item.call_id,
            "output": getattr(files, item.name)(**json.loads(item.arguments)),
        }
        if store:
            previous, items = {"previous_response_id": response.id}, [result]
        else:
            items = [*items, item.to_dict(), result]
    files.assert_done(response.output_text)


async def test_earlier_response_of_another_program(
    sdk: openai.AsyncOpenAI, any_model: ApiAccess
) -> None:
    mine = await sdk.responses.create(model=MODEL, input="hi")
    other = (await any_model.person.program(models="any")).bearer or ""
    with pytest.raises(openai.PermissionDeniedError, match="previous_response_id"):
        await sdk.with_options(api_key=other).responses.create(
            model=MODEL, input="and?", previous_response_id=mine.id
        )


async def test_events_of_a_response(sdk: openai.AsyncOpenAI) -> None:
    stream = await sdk.responses.create(
        model=MODEL, input="[[sandbox: echo]] one two three", stream=True
    )
    events: list[Any] = [event async for event in stream]
    assert events[0].type == "response.created"
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert text == "one two three"
    assert events[-1].type == "response.completed"
    assert events[-1].response.usage.total_tokens > 0


async def test_counting(sdk: openai.AsyncOpenAI) -> None:
    counted = await sdk.responses.input_tokens.count(model=MODEL, input="one two three")
    assert counted.input_tokens > 0


async def test_models(sdk: openai.AsyncOpenAI) -> None:
    names = [model.id async for model in sdk.models.list()]
    assert MODEL in names or f"openai/{MODEL}" in names
    for name in names:
        assert (await sdk.models.retrieve(name)).id == name
    with pytest.raises(openai.NotFoundError):
        await sdk.models.retrieve("no-such-model")


FAULTS = [
    ("bad_key", openai.AuthenticationError, "invalid_api_key", "Incorrect API key provided"),
    ("no_quota", openai.RateLimitError, "insufficient_quota", "exceeded your current quota"),
    ("rate_limit", openai.RateLimitError, "rate_limit_exceeded", "Rate limit reached"),
    ("context_too_long", openai.BadRequestError, "context_length_exceeded", "context"),
    ("model_gone", openai.NotFoundError, "model_not_found", "does not exist"),
    ("server_error", openai.InternalServerError, None, "The server had an error"),
]


@pytest.mark.parametrize("asks", ["chat", "responses"])
@pytest.mark.parametrize(("fault", "exception", "code", "words"), FAULTS)
async def test_errors_are_the_providers_own(
    sdk: openai.AsyncOpenAI, asks: str, fault: str, exception: Any, code: str | None, words: str
) -> None:
    once: Any = sdk.with_options(max_retries=0)
    messages = saying(f"[[sandbox: {fault}]] hi")
    if asks == "chat":
        asking = once.chat.completions.create(model=MODEL, messages=messages)
    else:
        asking = once.responses.create(model=MODEL, input=messages)
    with pytest.raises(exception, match=words) as raised:
        await asking
    assert type(raised.value) is exception
    assert raised.value.code == code
    assert raised.value.request_id


async def test_sdk_tries_again(sdk: openai.AsyncOpenAI, sandbox: Sandbox) -> None:
    sandbox.forget()
    response = await sdk.responses.create(
        model=MODEL, input="[[sandbox: rate_limit times=1 retry_after=0 echo]] once more"
    )
    assert response.output_text == "once more"
    assert len([request for request in sandbox.requests if request.method == "POST"]) == 2


@pytest.mark.parametrize("asks", ["chat", "responses"])
@pytest.mark.parametrize("stream", [False, True])
async def test_cancelled_call_ends_at_the_provider(
    sdk: openai.AsyncOpenAI, sandbox: Sandbox, asks: str, stream: bool
) -> None:
    await sdk.models.list()  # the gateway is ready then
    sandbox.forget()
    prompt = "[[sandbox: hang_midway]] hi"

    async def read() -> None:
        answer: Any
        if asks == "chat":
            answer = await sdk.chat.completions.create(
                model=MODEL, messages=saying(prompt), stream=stream
            )
        else:
            answer = await sdk.responses.create(model=MODEL, input=prompt, stream=stream)
        async for _ in answer:
            pass

    reading = asyncio.create_task(read())
    await wait_until(lambda: bool(sandbox.requests))
    reading.cancel()
    await sandbox.requests[0].wait_ended(2)
    assert sandbox.requests[0].closed_early
