"""Tools, schemas and pictures of chat completions, asked with OpenAI's SDK."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import jsonschema
import openai
import pytest
from openai.types.chat import ChatCompletion, ChatCompletionChunk

from gateway.sandbox import Sandbox
from tests.sandbox.wire import KEY

READ: Any = {
    "type": "function",
    "function": {
        "name": "read_file",
        "description": "Reads a file",
        "parameters": {
            "type": "object",
            "properties": {"path": {"type": "string"}},
            "required": ["path"],
            "additionalProperties": False,
        },
        "strict": True,
    },
}
EDIT: Any = {"type": "function", "function": {"name": "edit", "parameters": {"type": "object"}}}
PATCH: Any = {"type": "custom", "custom": {"name": "apply_patch", "format": {"type": "text"}}}
PROMPT = (
    '[[sandbox: tool=read_file {"path": "a.txt"} tool=edit {"lines": [[1, "ä"]]}]] Read, then edit.'
)
DOT = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
PDF = "data:application/pdf;base64," + base64.b64encode(b"%PDF-1.7").decode()


@pytest.fixture
async def sdk(sandbox: Sandbox) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(
        base_url=sandbox.api_bases["openai"], api_key=KEY, max_retries=0
    ) as client:
        yield client


async def ask(sdk: openai.AsyncOpenAI, messages: Any, **changes: Any) -> Any:
    if isinstance(messages, str):
        messages = [{"role": "user", "content": messages}]
    asked: dict[str, Any] = {"model": "gpt-4.1", "messages": messages, **changes}
    return await sdk.chat.completions.create(**asked)


async def collected(sdk: openai.AsyncOpenAI, messages: Any, **changes: Any) -> Any:
    """The chunks of a stream."""
    stream = await ask(sdk, messages, stream=True, **changes)
    return [chunk async for chunk in stream]


async def test_a_tool_is_called(sdk: openai.AsyncOpenAI) -> None:
    completion: ChatCompletion = await ask(sdk, PROMPT, tools=[READ, EDIT], tool_choice="auto")
    [choice] = completion.choices
    assert choice.finish_reason == "tool_calls"
    assert choice.message.content is None
    assert choice.message.tool_calls
    [call] = choice.message.tool_calls
    assert call.type == "function"
    assert call.id.startswith("call_")
    assert call.function.name == "read_file"
    assert json.loads(call.function.arguments) == {"path": "a.txt"}
    assert completion.usage
    assert completion.usage.completion_tokens > 0


async def test_a_call_in_pieces(sdk: openai.AsyncOpenAI) -> None:
    chunks: list[ChatCompletionChunk] = await collected(
        sdk, PROMPT, tools=[READ, EDIT], stream_options={"include_usage": True}
    )
    first, *middle, end, usage = chunks
    delta = first.choices[0].delta
    assert delta.role == "assistant"
    assert delta.content is None
    assert delta.tool_calls
    assert delta.tool_calls[0].to_dict() == {
        "index": 0,
        "id": delta.tool_calls[0].id,
        "type": "function",
        "function": {"name": "read_file", "arguments": ""},
    }
    pieces: list[Any] = [chunk.choices[0].delta.to_dict()["tool_calls"] for chunk in middle]
    assert len(pieces) > 2
    assert all(set(piece[0]) == {"index", "function"} for piece in pieces)
    text = "".join(piece[0]["function"]["arguments"] for piece in pieces)
    assert json.loads(text) == {"path": "a.txt"}
    assert end.choices[0].finish_reason == "tool_calls"
    assert usage.usage
    assert usage.usage.completion_tokens > 0


@pytest.mark.parametrize("content", [{"content": None}, {"content": ""}, {}])
async def test_the_whole_way_of_a_turn(sdk: openai.AsyncOpenAI, content: dict[str, Any]) -> None:
    """The content beside calls is null, empty or absent, as programs differ in it."""
    messages: list[dict[str, Any]] = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": PROMPT},
    ]
    for name, result in (("read_file", "the file's text"), ("edit", "ok")):
        completion = await ask(sdk, messages, tools=[READ, EDIT])
        [call] = completion.choices[0].message.tool_calls
        assert call.function.name == name
        messages += [
            {"role": "assistant", "tool_calls": [call.to_dict()], **content},
            {"role": "tool", "tool_call_id": call.id, "content": result},
            {"role": "user", "content": [{"type": "text", "text": "<reminder/>"}]},
        ]
    [choice] = (await ask(sdk, messages, tools=[READ, EDIT])).choices
    assert choice.finish_reason == "stop"
    assert choice.message.content == "read_file returned: the file's text\n\nedit returned: ok"
    assert choice.message.tool_calls is None


async def test_several_calls_at_once(sdk: openai.AsyncOpenAI) -> None:
    prompt = PROMPT.replace("sandbox:", "sandbox: parallel")
    [choice] = (await ask(sdk, prompt, tools=[READ, EDIT])).choices
    assert [call.function.name for call in choice.message.tool_calls] == ["read_file", "edit"]
    chunks = await collected(sdk, prompt, tools=[READ, EDIT])
    assert chunks[0].choices[0].delta.tool_calls is None
    deltas = [
        call
        for chunk in chunks
        if chunk.choices
        for call in chunk.choices[0].delta.tool_calls or ()
    ]
    assert [(call.index, call.function.name) for call in deltas if call.id] == [
        (0, "read_file"),
        (1, "edit"),
    ]
    one = await ask(sdk, prompt, tools=[READ, EDIT], parallel_tool_calls=False)
    assert len(one.choices[0].message.tool_calls) == 1


async def test_a_custom_tool(sdk: openai.AsyncOpenAI) -> None:
    prompt = '[[sandbox: tool=apply_patch "*** Begin Patch\\n+ä"]]'
    [call] = (await ask(sdk, prompt, tools=[PATCH])).choices[0].message.tool_calls
    assert call.type == "custom"
    assert call.custom.input == "*** Begin Patch\n+ä"


@pytest.mark.parametrize(
    ("choice", "name"),
    [
        ("required", "read_file"),
        ({"type": "function", "function": {"name": "edit"}}, "edit"),
        (
            {
                "type": "allowed_tools",
                "allowed_tools": {
                    "mode": "required",
                    "tools": [{"type": "function", "function": {"name": "edit"}}],
                },
            },
            "edit",
        ),
    ],
)
async def test_a_call_that_is_required(sdk: openai.AsyncOpenAI, choice: Any, name: str) -> None:
    [call] = (
        (await ask(sdk, "Hello", tools=[READ, EDIT], tool_choice=choice))
        .choices[0]
        .message.tool_calls
    )
    assert call.function.name == name
    tool = {"read_file": READ, "edit": EDIT}[name]
    jsonschema.validate(json.loads(call.function.arguments), tool["function"]["parameters"])


@pytest.mark.parametrize("changes", [{}, {"tools": [READ, EDIT], "tool_choice": "none"}])
async def test_no_call_without_tools(sdk: openai.AsyncOpenAI, changes: dict[str, Any]) -> None:
    [choice] = (await ask(sdk, PROMPT, **changes)).choices
    assert "Read, then edit" in choice.message.content


CALL = {"id": "call_1", "type": "function", "function": {"name": "edit", "arguments": "{}"}}
CALLED = {"role": "assistant", "content": None, "tool_calls": [CALL]}
USER = {"role": "user", "content": "Hi"}


@pytest.mark.parametrize(
    ("changes", "param", "message"),
    [
        (
            {"messages": [USER, {"role": "tool", "tool_call_id": "call_1", "content": "x"}]},
            "messages.[1].role",
            "Invalid parameter: messages with role 'tool' must be a response to a preceeding",
        ),
        (
            {
                "messages": [
                    USER,
                    CALLED,
                    {"role": "tool", "tool_call_id": "call_2", "content": "x"},
                ]
            },
            "messages.[2].tool_call_id",
            "Invalid parameter: 'tool_call_id' of 'call_2' not found",
        ),
        (
            {"messages": [USER, CALLED, USER]},
            "messages.[2].role",
            "An assistant message with 'tool_calls' must be followed by tool messages responding "
            "to each 'tool_call_id'. The following tool_call_ids did not have response messages: "
            "call_1",
        ),
        (
            {"messages": [{"role": "user", "content": "[[sandbox: tool=fly]]"}], "tools": [EDIT]},
            None,
            "The sandbox directive names the tool 'fly'. Offered are: edit",
        ),
        (
            {
                "messages": [{"role": "user", "content": '[[sandbox: tool=edit "x"]]'}],
                "tools": [EDIT],
            },
            None,
            "The sandbox directive has a text for the tool 'edit', which takes an object",
        ),
        (
            {
                "messages": [USER],
                "tools": [
                    {
                        "type": "function",
                        "function": {
                            "name": "f",
                            "strict": True,
                            "parameters": {"type": "object", "properties": {}},
                        },
                    }
                ],
            },
            "tools[0].function.parameters",
            "Invalid schema for function 'f': In context=(), 'additionalProperties' is required",
        ),
    ],
)
async def test_refused(
    sdk: openai.AsyncOpenAI, changes: dict[str, Any], param: str | None, message: str
) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        await ask(sdk, **changes)
    assert caught.value.param == param
    assert message in caught.value.message


@pytest.mark.parametrize("stream", [False, True])
async def test_json_by_a_schema(sdk: openai.AsyncOpenAI, stream: bool) -> None:
    schema = READ["function"]["parameters"]
    asked = {"type": "json_schema", "json_schema": {"name": "f", "schema": schema, "strict": True}}
    if stream:
        chunks = await collected(sdk, "Hello", response_format=asked)
        text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    else:
        text = (await ask(sdk, "Hello", response_format=asked)).choices[0].message.content
    jsonschema.validate(json.loads(text), schema)


async def test_any_json(sdk: openai.AsyncOpenAI) -> None:
    asked = {"type": "json_object"}
    [choice] = (await ask(sdk, "Answer in JSON", response_format=asked)).choices
    assert isinstance(json.loads(choice.message.content), dict)
    exact = '[[sandbox: echo]] {"json": [1]}'
    [choice] = (await ask(sdk, exact, response_format=asked)).choices
    assert choice.message.content == '{"json": [1]}'


async def test_pictures_and_files_are_seen(sdk: openai.AsyncOpenAI) -> None:
    content: list[dict[str, Any]] = [
        {"type": "text", "text": "What is it?"},
        {"type": "image_url", "image_url": {"url": DOT}},
        {"type": "image_url", "image_url": {"url": "https://example.com/a.png"}},
        {
            "type": "file",
            "file": {"filename": "a.pdf", "file_data": "data:application/pdf;base64,"},
        },
    ]
    seen = await ask(sdk, [{"role": "user", "content": content}])
    assert "Attached: 2 pictures, 1 file." in seen.choices[0].message.content
    plain = await ask(sdk, "What is it?")
    assert seen.usage.prompt_tokens > plain.usage.prompt_tokens + 500
    content[1]["image_url"] = {"url": "data:image/png;base64,?"}
    with pytest.raises(openai.BadRequestError, match="Invalid base64 image_url"):
        await ask(sdk, [{"role": "user", "content": content}])
    content[1]["image_url"] = {"url": "data:image/tiff;base64,AAAA"}
    with pytest.raises(openai.BadRequestError, match="unsupported image"):
        await ask(sdk, [{"role": "user", "content": content}])


async def test_several_choices_and_stop_texts(sdk: openai.AsyncOpenAI) -> None:
    prompt = "[[sandbox: echo]] one two three"
    plain = await ask(sdk, prompt, n=2, stop=["two", "three"], user="x", verbosity="low")
    assert [choice.message.content for choice in plain.choices] == ["one ", "one "]
    assert [choice.index for choice in plain.choices] == [0, 1]
    assert {choice.finish_reason for choice in plain.choices} == {"stop"}
    chunks = await collected(sdk, prompt, n=2)
    for index in (0, 1):
        choices = [choice for chunk in chunks for choice in chunk.choices if choice.index == index]
        assert "".join(choice.delta.content or "" for choice in choices) == "one two three"
        assert choices[-1].finish_reason == "stop"
