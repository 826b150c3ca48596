"""OpenAI's Responses API for models of other providers: requests and answers are translated."""

import base64
import json
from typing import Any

import pytest

from gateway.sandbox import Sandbox
from tests.gateway.client import Client

MODELS = ("claude-sonnet-4-6", "claude-haiku-4-5-20251001", "gemini-2.5-pro", "gemini-3.5-flash")

SCHEMA = {
    "type": "object",
    "properties": {"path": {"type": "string"}},
    "required": ["path"],
    "additionalProperties": False,
}
READ = {"type": "function", "name": "read", "strict": False, "parameters": SCHEMA}
GRAMMAR = {"type": "grammar", "syntax": "lark", "definition": "start: /.+/"}
TOOLS = [
    READ,
    {"type": "custom", "name": "patch", "description": "Patch a file", "format": GRAMMAR},
    {"type": "namespace", "name": "agents", "description": "Others", "tools": [READ]},
    {"type": "namespace", "name": "n" * 60, "description": "Others", "tools": [READ]},
]

# As Codex sends it.
REQUEST: dict[str, Any] = {
    "tools": TOOLS,
    "tool_choice": "auto",
    "parallel_tool_calls": True,
    "reasoning": {"summary": "auto"},
    "store": False,
    "include": ["reasoning.encrypted_content"],
    "prompt_cache_key": "a key",
    "client_metadata": {"x": "y"},
}


def saying(text: str, role: str = "user") -> dict[str, Any]:
    part = {"type": "input_text", "text": text}
    return {"type": "message", "id": "msg_1", "role": role, "content": [part]}


async def ask(program: Client, **body: object) -> tuple[int, str]:
    async with program.http.post(
        f"{program.address}/v1/responses", json={**REQUEST, **body}, headers=program.headers
    ) as response:
        return response.status, await response.text()


def events_of(text: str) -> list[dict[str, Any]]:
    found = []
    for number, frame in enumerate(text.strip().split("\n\n")):
        name, data = frame.split("\n")
        event = json.loads(data.removeprefix("data: "))
        assert name == f"event: {event['type']}"
        assert event["sequence_number"] == number
        found.append(event)
    return found


TEXTS = {
    "output_text": ("content", "text"),
    "reasoning_summary_text": ("summary", "text"),
    "function_call_arguments": (None, "arguments"),
    "custom_tool_call_input": (None, "input"),
}


def response_of(events: list[dict[str, Any]]) -> dict[str, Any]:
    """The response that a stream tells; its events tell the same in pieces."""
    assert [event["type"] for event in events[:2]] == ["response.created", "response.in_progress"]
    assert events[0]["response"]["status"] == "in_progress"
    last = events[-1]
    response: dict[str, Any] = last["response"]
    assert last["type"] == f"response.{response['status']}"
    assert response["id"] == events[0]["response"]["id"]
    begun: list[dict[str, Any]] = []
    ended: dict[int, dict[str, Any]] = {}
    written: dict[int, str] = {}
    for event in events[2:-1]:
        kind = event["type"].removeprefix("response.")
        index = event["output_index"]
        if kind == "output_item.added":
            assert index == len(begun)
            begun.append(event["item"])
            written[index] = ""
        elif kind == "output_item.done":
            ended[index] = event["item"]
        else:
            assert event["item_id"] == begun[index]["id"]
            assert index not in ended
            name, _, step = kind.rpartition(".")
            if step == "delta":
                written[index] += event["delta"]
            elif name in TEXTS:
                _, field = TEXTS[name]
                assert event[field] == written[index]
    assert [ended[index] for index in range(len(begun))] == response["output"]
    for index, item in ended.items():
        holder, field = next(place for place in TEXTS.values() if (place[0] or place[1]) in item)
        assert (item[holder][0] if holder else item)[field] == written[index]
    return response


async def answer(program: Client, *, stream: bool, **body: object) -> dict[str, Any]:
    status, text = await ask(program, stream=stream, **body)
    assert status == 200, text
    return response_of(events_of(text)) if stream else dict(json.loads(text))


CALLS = {
    "a function": ('read {"path": "a.txt"}', READ["name"], None, {"path": "a.txt"}),
    "one in a namespace": (
        'agents__read {"path": "a.txt"}', "read", "agents", {"path": "a.txt"},
    ),
    "a custom tool": ('patch {"input": "*** a\\n\\"b\\""}', "patch", None, '*** a\n"b"'),
}  # fmt: skip


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("called", CALLS)
async def test_tools_over_several_turns(
    ready: Client, called: str, model: str, stream: bool
) -> None:
    program = await ready.program(models="any", max_cost_usd=5)
    directive, name, namespace, given = CALLS[called]
    items: list[Any] = [
        saying("Be short.", "developer"),
        saying(f"[[sandbox: tool={directive}]] Read it."),
    ]
    first = await answer(program, stream=stream, model=model, input=items)
    assert (first["object"], first["status"], first["store"]) == ("response", "completed", False)
    assert first["usage"]["input_tokens"] > 0
    assert first["tools"] == TOOLS
    (call,) = [item for item in first["output"] if item["type"].endswith("call")]
    assert (call["name"], call.get("namespace")) == (name, namespace)
    content = call["input"] if isinstance(given, str) else json.loads(call["arguments"])
    assert content == given
    result = {"type": f"{call['type']}_output", "call_id": call["call_id"], "output": "the text"}
    second = await answer(
        program, stream=stream, model=model, input=[*items, *first["output"], result]
    )
    message = second["output"][-1]
    assert (message["role"], message["status"]) == ("assistant", "completed")
    assert "the text" in message["content"][0]["text"]
    _, listed = await ready.call("GET", "/tokens")
    assert listed["tokens"][0]["requests"] == 2
    assert 0 < listed["tokens"][0]["spent_usd"] < 0.01


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("model", MODELS)
async def test_thinking_between_calls(ready: Client, model: str, stream: bool) -> None:
    """A provider that wants its own thinking back is not asked to think in the second turn."""
    program = await ready.program(models="any")
    thinks = {"effort": "low", "summary": "auto"}
    prompt = '[[sandbox: tool=read {"path": "a"}]] Read it.'
    items: list[Any] = [saying(prompt)]
    first = await answer(program, stream=stream, model=model, input=items, reasoning=thinks)
    kinds = [item["type"] for item in first["output"]]
    assert kinds == ["reasoning", "function_call"]
    result = {"type": "function_call_output", "call_id": first["output"][1]["call_id"]}
    items += [*first["output"], {**result, "output": "the text"}]
    second = await answer(program, stream=stream, model=model, input=items, reasoning=thinks)
    assert "the text" in second["output"][-1]["content"][0]["text"]


async def test_text_alone(ready: Client, sandbox: Sandbox) -> None:
    program = await ready.program(models="any")
    body = {"instructions": "Be short.", "input": "[[sandbox: echo]] hi", "tools": []}
    response = await answer(program, stream=False, model="claude-sonnet-4-6", **body)
    assert response["instructions"] == "Be short."
    assert response["output"][0]["content"][0]["text"]
    assert "Be short." in str(sandbox.seen("anthropic")[-1].body["system"])


@pytest.mark.parametrize("model", ["claude-sonnet-4-6", "gemini-2.5-pro"])
async def test_pictures_of_tools(ready: Client, sandbox: Sandbox, model: str) -> None:
    program = await ready.program(models="any")
    data = base64.b64encode(b"\x89PNG").decode()
    picture = {"type": "input_image", "image_url": f"data:image/png;base64,{data}"}
    document = {"type": "input_file", "file_data": f"data:application/pdf;base64,{data}"}
    call = {"type": "function_call", "call_id": "call_1", "name": "read", "arguments": "{}"}
    output = {"type": "function_call_output", "call_id": "call_1", "output": [picture]}
    items = [{**saying(""), "content": [document]}, call, output]
    sandbox.forget()
    await answer(program, stream=False, model=model, input=items)
    (asked,) = sandbox.requests
    assert str(asked.body).count(data) == 2


@pytest.mark.parametrize("model", ["claude-sonnet-4-6", "gemini-2.5-pro"])
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
async def test_schema_and_limit(ready: Client, model: str, stream: bool) -> None:
    program = await ready.program(models="any")
    form = {"type": "json_schema", "name": "place", "schema": SCHEMA, "strict": True}
    body = {"model": model, "input": "Where?", "tools": []}
    told = await answer(program, stream=stream, text={"format": form}, **body)
    assert set(json.loads(told["output"][-1]["content"][0]["text"])) == {"path"}
    long = {**body, "input": "[[sandbox: long]] Where?", "max_output_tokens": 16}
    cut = await answer(program, stream=stream, **long)
    assert (cut["status"], cut["incomplete_details"]) == (
        "incomplete",
        {"reason": "max_output_tokens"},
    )


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an earlier response": ({"previous_response_id": "resp_1"}, "previous_response_id"),
    "a conversation": ({"conversation": "conv_1"}, "conversation"),
    "a stored prompt": ({"prompt": {"id": "p"}}, "prompt"),
    "work in the background": ({"background": True}, "background"),
    "an unknown member": ({"new_member": 1}, "new_member"),
    "a tool of OpenAI's": ({"tools": [{"type": "web_search"}]}, "tools[0]"),
    "a tool twice": ({"tools": [READ, READ]}, "tools[1]"),
    "a reference": ({"input": [{"type": "item_reference", "id": "x"}]}, "input[0]"),
    "a compaction": ({"input": [{"type": "compaction", "encrypted_content": "x"}]}, "input[0]"),
    "an odd item": ({"input": [5]}, "input[0]"),
    "an odd part": ({"input": [{"role": "user", "content": [5]}]}, "input[0].content"),
    "nothing asked": ({"input": []}, "input"),
    "a blank input": ({"input": " "}, "input"),
    "a picture by its address": (
        {
            "input": [
                {
                    "role": "user",
                    "content": [{"type": "input_image", "image_url": "http://127.0.0.1:1/"}],
                }
            ]
        },
        "input[0].content",
    ),
    "a long answer": ({"text": {"verbosity": "high"}}, "text.verbosity"),
    "too hot": ({"temperature": 3}, "temperature"),
    "no number": ({"max_output_tokens": "x"}, "max_output_tokens"),
    "an odd effort": ({"reasoning": {"effort": 5}}, "reasoning.effort"),
}


@pytest.mark.parametrize("odd", REFUSED)
async def test_what_cannot_be_translated_is_refused(
    ready: Client, sandbox: Sandbox, odd: str
) -> None:
    program = await ready.program(models="any")
    fields, named = REFUSED[odd]
    sandbox.forget()
    body = {"model": "claude-sonnet-4-6", "input": [saying("hi")], **fields}
    status, text = await ask(program, **body)
    error = json.loads(text)["error"]
    assert (status, error["type"]) == (400, "invalid_request_error")
    assert (error["param"] or "").startswith(named), error
    assert sandbox.requests == []


async def test_model_that_does_not_think_is_not_asked_to(ready: Client, sandbox: Sandbox) -> None:
    program = await ready.program(models="any")
    body = {"model": "claude-3-5-sonnet-20241022", "input": "hi", "reasoning": {"effort": "low"}}
    sandbox.forget()
    status, text = await ask(program, **body)
    assert (status, json.loads(text)["error"]["param"]) == (400, "reasoning")
    assert sandbox.requests == []


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize(
    ("fault", "status", "code"),
    [
        ("bad_key", 401, "key_rejected"),
        ("no_quota", 429, "insufficient_quota"),
        ("rate_limit retry_after=50", 429, "rate_limit_exceeded"),
        ("context_too_long", 400, "context_length_exceeded"),
        ("server_error", 502, "provider_error"),
    ],
)
async def test_errors_have_openais_shape(
    ready: Client, fault: str, status: int, code: str, stream: bool
) -> None:
    program = await ready.program(models="any")
    body = {"model": "gemini-2.5-pro", "input": f"[[sandbox: {fault}]] hi"}
    told_status, text = await ask(program, stream=stream, **body)
    assert (told_status, json.loads(text)["error"]["code"]) == (status, code)


@pytest.mark.parametrize("model", ["claude-sonnet-4-6", "gemini-2.5-pro"])
async def test_answer_that_breaks_off_has_failed(ready: Client, model: str) -> None:
    program = await ready.program(models="any")
    _, text = await ask(program, model=model, input="[[sandbox: cut]] hi", stream=True, tools=[])
    *events, last = events_of(text)
    assert "response.output_text.delta" in [event["type"] for event in events]
    assert last["type"] == "response.failed"
    assert last["response"]["id"] == events[0]["response"]["id"]
    assert (last["response"]["status"], last["response"]["error"]["code"]) == (
        "failed",
        "provider_error",
    )


async def test_program_that_leaves_ends_the_call(ready: Client, sandbox: Sandbox) -> None:
    program = await ready.program(models="any")
    sandbox.forget()
    body = {"model": "claude-sonnet-4-6", "stream": True, "input": "[[sandbox: hang_midway]] hi"}
    async with program.http.post(
        f"{program.address}/v1/responses", json=body, headers=program.headers
    ) as response:
        await response.content.readuntil(b"output_text.delta")
    await sandbox.requests[-1].wait_ended(2)
    assert sandbox.requests[-1].closed_early


@pytest.mark.parametrize("path", ["/v1/responses/compact", "/v1/responses/input_tokens"])
async def test_helpers_are_not_translated(ready: Client, path: str) -> None:
    program = await ready.program(models="any")
    status, told = await program.call("POST", path, {"model": "gemini-2.5-pro", "input": "hi"})
    assert (status, told["error"]["code"]) == (404, "model_not_found")
