"""Responses, asked with OpenAI's SDK."""

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import jsonschema
import openai
import pytest
from openai.types.responses import Response

from gateway.sandbox import Sandbox
from tests.sandbox.wire import KEY, Wire

READ: Any = {
    "type": "function",
    "name": "read_file",
    "parameters": {
        "type": "object",
        "properties": {"path": {"type": "string"}},
        "required": ["path"],
        "additionalProperties": False,
    },
    "strict": True,
}
EDIT: Any = {"type": "function", "name": "edit", "parameters": {"type": "object"}}
PATCH: Any = {"type": "custom", "name": "apply_patch", "format": {"type": "text"}}
TOOLS = [READ, EDIT, PATCH, {"type": "web_search"}]
PROMPT = (
    '[[sandbox: tool=read_file {"path": "a.txt"} tool=edit {"lines": [[1, "ä"]]}]] Read, then edit.'
)
DOT = "data:image/png;base64," + base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()


@pytest.fixture
async def sdk(sandbox: Sandbox) -> AsyncIterator[openai.AsyncOpenAI]:
    async with openai.AsyncOpenAI(
        base_url=sandbox.api_bases["openai"], api_key=KEY, max_retries=0
    ) as client:
        yield client


async def ask(sdk: openai.AsyncOpenAI, given: Any, **changes: Any) -> Any:
    asked: dict[str, Any] = {"model": "gpt-4.1", "input": given, **changes}
    return await sdk.responses.create(**asked)


async def events_of(sdk: openai.AsyncOpenAI, given: Any, **changes: Any) -> list[Any]:
    return [event async for event in await ask(sdk, given, stream=True, **changes)]


async def test_a_text(sdk: openai.AsyncOpenAI) -> None:
    response: Response = await ask(sdk, "Compare tea and coffee", instructions="Be brief.")
    assert response.status == "completed"
    assert response.id.startswith("resp_")
    assert response.model == "gpt-4.1-2025-04-14"
    assert "tea and coffee" in response.output_text
    [item] = response.output
    assert item.type == "message"
    assert response.usage
    assert response.usage.total_tokens == response.usage.input_tokens + response.usage.output_tokens
    parts = [{"type": "input_text", "text": "Compare tea and coffee"}]
    same = await ask(sdk, [{"role": "user", "content": parts}], instructions="Be brief.")
    assert same.output_text == response.output_text


async def test_the_events_of_a_text(sdk: openai.AsyncOpenAI) -> None:
    events = await events_of(sdk, "[[sandbox: echo]] one two three four")
    kinds = [event.type for event in events]
    deltas = kinds.count("response.output_text.delta")
    assert deltas > 2
    assert kinds == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.content_part.added",
        *["response.output_text.delta"] * deltas,
        "response.output_text.done",
        "response.content_part.done",
        "response.output_item.done",
        "response.completed",
    ]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    text = "".join(event.delta for event in events if event.type == "response.output_text.delta")
    assert text == "one two three four"
    first, last = events[0].response, events[-1].response
    assert (first.status, first.output, first.usage) == ("in_progress", [], None)
    assert last.output_text == text
    assert first.id == last.id


async def test_events_have_their_names(wire: Wire) -> None:
    asked = {"model": "gpt-4.1", "input": "Hello", "stream": True}
    reply = await wire.send("openai", "POST", "/v1/responses", json=asked)
    assert reply.headers["content-type"] == "text/event-stream"
    assert [name for name, _ in reply.events] == [event["type"] for event in reply.data]
    assert b"[DONE]" not in reply.raw


@pytest.mark.parametrize("store", [True, False])
async def test_the_whole_way_of_a_turn(sdk: openai.AsyncOpenAI, store: bool) -> None:
    """With `store` the provider keeps what came before; otherwise the client sends it, as Codex."""
    items: list[Any] = [
        {"type": "message", "role": "developer", "content": "Be brief."},
        {"type": "message", "role": "user", "content": "<environment/>"},
        {"type": "message", "role": "user", "content": PROMPT},
    ]
    previous: dict[str, Any] = {}
    for name, output in (
        ("read_file", "its text"),
        ("edit", [{"type": "input_text", "text": "ok"}]),
    ):
        response = await ask(sdk, items, tools=TOOLS, store=store, **previous)
        [call] = response.output
        assert call.type == "function_call"
        assert call.name == name
        result = {"type": "function_call_output", "call_id": call.call_id, "output": output}
        if store:
            previous, items = {"previous_response_id": response.id}, [result]
        else:
            items += [call.to_dict(), result]
    last = await ask(sdk, items, tools=TOOLS, store=store, **previous)
    assert last.output_text == "read_file returned: its text\n\nedit returned: ok"


async def test_the_events_of_a_call(sdk: openai.AsyncOpenAI) -> None:
    events = await events_of(sdk, PROMPT, tools=TOOLS)
    kinds = [event.type for event in events]
    name = "response.function_call_arguments"
    deltas = kinds.count(f"{name}.delta")
    assert kinds[2:] == [
        "response.output_item.added",
        *[f"{name}.delta"] * deltas,
        f"{name}.done",
        "response.output_item.done",
        "response.completed",
    ]
    added, done = events[2].item, events[-2].item
    assert (added.name, added.arguments, added.status) == ("read_file", "", "in_progress")
    assert added.call_id == done.call_id
    text = "".join(event.delta for event in events if event.type == f"{name}.delta")
    assert json.loads(text) == {"path": "a.txt"}
    assert done.arguments == text == events[-3].arguments


async def test_a_tool_that_takes_a_text(sdk: openai.AsyncOpenAI) -> None:
    prompt = '[[sandbox: tool=apply_patch "*** Begin Patch\\n+ä"]]'
    events = await events_of(sdk, prompt, tools=TOOLS)
    assert "response.custom_tool_call_input.delta" in [event.type for event in events]
    [call] = events[-1].response.output
    assert (call.type, call.input) == ("custom_tool_call", "*** Begin Patch\n+ä")
    items = [
        {"role": "user", "content": prompt},
        call.to_dict(),
        {"type": "custom_tool_call_output", "call_id": call.call_id, "output": "Done!"},
    ]
    assert (await ask(sdk, items, tools=TOOLS)).output_text == "apply_patch returned: Done!"


async def test_tools_of_a_namespace_and_several_at_once(sdk: openai.AsyncOpenAI) -> None:
    group = {"type": "namespace", "name": "files", "description": "Files", "tools": [READ]}
    prompt = PROMPT.replace("sandbox:", "sandbox: parallel")
    read, edit = (await ask(sdk, prompt, tools=[group, EDIT])).output
    assert (read.name, read.namespace) == ("read_file", "files")
    assert (edit.name, edit.namespace) == ("edit", None)
    one = await ask(sdk, prompt, tools=[group, EDIT], parallel_tool_calls=False)
    assert len(one.output) == 1


async def test_reasoning(sdk: openai.AsyncOpenAI) -> None:
    asked: dict[str, Any] = {"model": "gpt-5", "include": ["reasoning.encrypted_content"]}
    item, message = (await ask(sdk, "Hello", **asked)).output
    assert (item.type, item.summary, message.type) == ("reasoning", [], "message")
    assert item.encrypted_content
    shown = await ask(sdk, "Hello", model="gpt-5", reasoning={"summary": "auto"})
    assert shown.output[0].summary[0].text.startswith("**Weighing the question**")
    assert shown.output[0].encrypted_content is None
    assert shown.usage.output_tokens_details.reasoning_tokens > 0
    events = await events_of(sdk, PROMPT.replace("sandbox:", "sandbox: thinking"), tools=TOOLS)
    kinds = [event.type for event in events]
    start = kinds.index("response.reasoning_summary_part.added")
    assert kinds[start + 1] == "response.reasoning_summary_text.delta"
    assert kinds.index("response.reasoning_summary_text.done") < kinds.index(
        "response.function_call_arguments.delta"
    )
    reasoning, call = events[-1].response.output
    again = [{"role": "user", "content": PROMPT}, reasoning.to_dict(), call.to_dict()]
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "x"}
    assert (await ask(sdk, [*again, output], tools=TOOLS)).output[0].name == "edit"


async def test_references_to_items(sdk: openai.AsyncOpenAI) -> None:
    first = await ask(sdk, PROMPT, tools=TOOLS)
    [call] = first.output
    items = [
        {"role": "user", "content": PROMPT},
        {"type": "item_reference", "id": call.id},
        {"type": "function_call_output", "call_id": call.call_id, "output": "x"},
    ]
    assert (await ask(sdk, items, tools=TOOLS)).output[0].name == "edit"
    with pytest.raises(openai.NotFoundError, match="Item with id 'fc_1' not found"):
        await ask(sdk, [{"type": "item_reference", "id": "fc_1"}])


@pytest.mark.parametrize("stream", [False, True])
async def test_an_answer_that_is_cut(sdk: openai.AsyncOpenAI, stream: bool) -> None:
    if stream:
        events = await events_of(sdk, "Hello", max_output_tokens=16)
        assert events[-1].type == "response.incomplete"
        response = events[-1].response
    else:
        response = await ask(sdk, "Hello", max_output_tokens=16)
    assert response.status == "incomplete"
    assert response.incomplete_details.reason == "max_output_tokens"
    assert response.usage.output_tokens == 16


async def test_an_error_midway(wire: Wire) -> None:
    asked = {"model": "gpt-4.1", "input": "[[sandbox: error_midway]] Hello", "stream": True}
    reply = await wire.send("openai", "POST", "/v1/responses", json=asked)
    assert reply.status == 200
    *before, error = reply.data
    assert error["type"] == "error"
    assert error["code"] == "server_is_overloaded"
    assert error["sequence_number"] == len(before)


async def test_json_by_a_schema(sdk: openai.AsyncOpenAI) -> None:
    schema = READ["parameters"]
    form = {"format": {"type": "json_schema", "name": "f", "schema": schema, "strict": True}}
    jsonschema.validate(json.loads((await ask(sdk, "Hello", text=form)).output_text), schema)


async def test_pictures_and_files_are_seen(sdk: openai.AsyncOpenAI) -> None:
    content = [
        {"type": "input_text", "text": "What is it?"},
        {"type": "input_image", "image_url": DOT, "detail": "auto"},
        {"type": "input_file", "file_url": "https://example.com/a.pdf"},
    ]
    seen = await ask(sdk, [{"role": "user", "content": content}])
    assert "Attached: 1 picture, 1 file." in seen.output_text


@pytest.mark.parametrize(
    ("changes", "param", "code"),
    [
        ({"colour": "red"}, "colour", "unknown_parameter"),
        ({"input": None}, None, "missing_required_parameter"),
        ({"previous_response_id": "resp_1"}, "previous_response_id", "previous_response_not_found"),
        ({"max_output_tokens": 5}, "max_output_tokens", "integer_below_min_value"),
        ({"model": "gpt-5", "temperature": 0}, "temperature", "unsupported_parameter"),
        ({"reasoning": {"effort": "low"}}, "reasoning.effort", "unsupported_parameter"),
        ({"input": [{"type": "dream"}]}, "input[0].type", "invalid_value"),
        (
            {"input": [{"role": "user", "content": [{"type": "text", "text": "x"}]}]},
            "input[0].content[0]",
            "invalid_value",
        ),
        (
            {"input": [{"type": "function_call_output", "call_id": "call_1", "output": "x"}]},
            "input",
            None,
        ),
        (
            {
                "input": [
                    {"type": "function_call", "call_id": "call_1", "name": "f", "arguments": "{}"}
                ]
            },
            "input",
            None,
        ),
        ({"model": "text-embedding-3-small"}, "model", None),
    ],
)
async def test_refused(
    wire: Wire, changes: dict[str, Any], param: str | None, code: str | None
) -> None:
    asked = {"model": "gpt-4.1", "input": "Hello", **changes}
    body = {name: value for name, value in asked.items() if value is not None}
    reply = await wire.send("openai", "POST", "/v1/responses", json=body)
    assert reply.status == (404 if param == "model" else 400)
    assert (reply.json["error"]["param"], reply.json["error"]["code"]) == (param, code)


async def test_what_is_not_stored_cannot_be_referred_to(sdk: openai.AsyncOpenAI) -> None:
    first = await ask(sdk, "Hello", store=False)
    with pytest.raises(openai.BadRequestError, match="not found"):
        await ask(sdk, "More", previous_response_id=first.id)


async def test_counting(sdk: openai.AsyncOpenAI) -> None:
    response = await ask(sdk, "Hello", tools=TOOLS)
    counted = await sdk.responses.input_tokens.count(model="gpt-4.1", input="Hello", tools=TOOLS)
    assert counted.input_tokens == response.usage.input_tokens
    assert counted.object == "response.input_tokens"


async def test_a_compacted_conversation_goes_on(wire: Wire) -> None:
    """By the wire: the SDK's types do not know the messages of the user that come back."""
    items: list[Any] = [
        {"role": "user", "content": "[[sandbox: echo]] old"},
        {"role": "assistant", "content": "old"},
        {"role": "user", "content": PROMPT},
    ]
    asked = {"model": "gpt-4.1", "tools": TOOLS, "input": items}
    [call] = (await wire.send("openai", "POST", "/v1/responses", json=asked)).json["output"]
    result = {"type": "function_call_output", "call_id": call["call_id"], "output": "its text"}
    body = {"model": "gpt-4.1", "input": [*items, call, result]}
    compacted = (await wire.send("openai", "POST", "/v1/responses/compact", json=body)).json
    assert compacted["object"] == "response.compaction"
    assert [item["type"] for item in compacted["output"]] == ["message", "compaction"]
    asked["input"] = compacted["output"]
    [edit] = (await wire.send("openai", "POST", "/v1/responses", json=asked)).json["output"]
    assert edit["name"] == "edit"
