"""Turns of the Responses API for other providers: calls, what they give, and how they end."""

import json
from typing import Any

import pytest

from gateway.sandbox import Sandbox
from gateway.settings import load_settings
from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway
from tests.gateway.scripted_upstream import DONE, Json, ScriptedUpstream, event, plain, streamed
from tests.gateway.test_odd_upstreams import start_with
from tests.gateway.test_translated_responses import (
    GRAMMAR,
    READ,
    answer,
    ask,
    events_of,
    response_of,
    saying,
)
from tests.gateway.test_what_is_told import anthropic_events

BLANK = {"type": "message", "role": "user", "content": " "}
PATCH = {"type": "custom", "name": "patch", "format": GRAMMAR}


def call(number: int, path: str = "a.txt", name: str = "read") -> Json:
    arguments = json.dumps({"path": path})
    return {
        "type": "function_call",
        "call_id": f"call_{number}",
        "name": name,
        "arguments": arguments,
    }


def output(number: int, given: Any) -> Json:
    return {"type": "function_call_output", "call_id": f"call_{number}", "output": given}


def spoken(text: str) -> Json:
    part = {"type": "output_text", "text": text, "annotations": []}
    return {"type": "message", "role": "assistant", "content": [part]}


MODELS = ("claude-sonnet-4-6", "claude-haiku-4-5-20251001", "gemini-2.5-pro", "gemini-3.5-flash")

TURNS: dict[str, list[Json]] = {
    "a text between calls": [
        call(1),
        spoken("Now b."),
        call(2, "b"),
        output(1, "x"),
        output(2, "y"),
    ],
    "a text behind a call": [call(1), spoken("Reading."), output(1, "x")],
    "texts before and behind": [spoken("First."), call(1), spoken("So."), output(1, "x")],
    "outputs in another order": [call(1), call(2, "b"), output(2, "y"), output(1, "x")],
    "nothing given": [call(1), output(1, [])],
    "an assistant that says nothing": [{**spoken(""), "content": []}, call(1), output(1, "x")],
    "reasoning between": [{"type": "reasoning", "summary": []}, call(1), output(1, "x")],
    "two turns": [
        call(1),
        output(1, "x"),
        spoken("Done."),
        saying("Again."),
        call(2),
        output(2, "y"),
    ],
}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("turn", TURNS)
async def test_turns_that_programs_send_back(ready: Client, turn: str, model: str) -> None:
    program = await ready.program(models="any")
    body = {"tools": [READ], "reasoning": {"effort": "low"}}
    items = [saying("Read it."), *TURNS[turn]]
    told = await answer(program, stream=False, model=model, input=items, **body)
    assert told["status"] == "completed"


async def test_outputs_come_in_the_order_of_their_calls(ready: Client, sandbox: Sandbox) -> None:
    """Gemini 2.5 has no ids of calls."""
    program = await ready.program(models="any")
    items = [saying("Read."), call(1, "a"), call(2, "b"), output(2, "of b"), output(1, "of a")]
    await answer(program, stream=False, model="gemini-2.5-pro", input=items, tools=[READ])
    sent = str(sandbox.seen("gemini")[-1].body)
    assert 0 < sent.index("of a") < sent.index("of b")


async def test_pictures_say_which_call_gave_them(ready: Client, sandbox: Sandbox) -> None:
    program = await ready.program(models="any")
    picture = {"type": "input_image", "image_url": "data:image/png;base64,iVBORw0KGgo="}
    text = {"type": "input_text", "text": "beside it"}
    items = [
        saying("Look."),
        call(1),
        call(2, "b"),
        output(1, [picture]),
        output(2, [text, picture]),
    ]
    await answer(program, stream=False, model="claude-sonnet-4-6", input=items, tools=[READ])
    sent = json.dumps(sandbox.seen("anthropic")[-1].body)
    assert "beside it" in sent
    assert 0 < sent.index("Given by the tool call call_1") < sent.index("tool call call_2")


NAMED: dict[str, tuple[Json, str]] = {
    "a blank item": ({"instructions": "x", "input": [BLANK]}, "input[0].content"),
    "a blank one behind": (
        {"input": [saying("x"), {"type": "reasoning"}, BLANK]},
        "input[2].content",
    ),
    "a blank one behind calls": (
        {"input": [saying("x"), call(1), call(2), output(1, "x"), output(2, "y"), BLANK]},
        "input[5].content",
    ),
    "a picture of the assistant's": (
        {
            "input": [
                saying("x"),
                {
                    "role": "assistant",
                    "content": [{"type": "input_image", "image_url": "data:image/png;base64,AA=="}],
                },
            ]
        },
        "input[1].content",
    ),
    "an allowed choice": ({"tool_choice": {"type": "allowed_tools", "tools": []}}, "tool_choice"),
    "a hosted choice": ({"tool_choice": {"type": "web_search"}}, "tool_choice"),
    "no such word": ({"tool_choice": "any"}, "tool_choice"),
    "a number": ({"tool_choice": 5}, "tool_choice"),
    "a choice without a name": ({"tool_choice": {"type": "function"}}, "tool_choice"),
    "an unknown tool": ({"tool_choice": {"type": "function", "name": "x"}}, "tool_choice"),
    "two of that name": (
        {
            "tools": [{"type": "namespace", "name": n, "tools": [READ]} for n in ("a", "b")],
            "tool_choice": {"type": "function", "name": "read"},
        },
        "tool_choice",
    ),
    "required without tools": ({"tools": [], "tool_choice": "required"}, "tool_choice"),
    "logprobs": ({"include": ["message.output_text.logprobs"]}, "include[0]"),
    "compaction": ({"context_management": [{"type": "compaction"}]}, "context_management"),
    "any JSON of Claude": ({"text": {"format": {"type": "json_object"}}}, "text"),
    "a schema without one": (
        {"text": {"format": {"type": "json_schema", "name": "x"}}},
        "text.format.schema",
    ),
    "an odd form": (
        {"tools": [{**PATCH, "format": {"type": "banana"}}], "tool_choice": "auto"},
        "tools[0].format.type",
    ),
    "an odd effort": ({"reasoning": {"effort": "zz"}}, "reasoning"),
}


@pytest.mark.parametrize("name", NAMED)
async def test_what_is_refused_is_named(ready: Client, sandbox: Sandbox, name: str) -> None:
    program = await ready.program(models="any")
    fields, param = NAMED[name]
    sandbox.forget()
    body = {"model": "claude-sonnet-4-6", "input": "hi", "tools": [READ], **fields}
    status, text = await ask(program, **body)
    error = json.loads(text)["error"]
    assert status == 400, error
    assert (error["param"] or "").startswith(param), error
    assert sandbox.requests == []


CHOSEN: dict[str, tuple[list[Json], Json, str]] = {
    "a function": ([READ], {"type": "function", "name": "read"}, "read"),
    "a custom tool": ([PATCH, READ], {"type": "custom", "name": "patch"}, "patch"),
    "one in a namespace": (
        [READ, {"type": "namespace", "name": "agents", "tools": [READ]}],
        {"type": "function", "name": "read", "namespace": "agents"},
        "agents__read",
    ),
}


@pytest.mark.parametrize("name", CHOSEN)
async def test_chosen_tool(ready: Client, sandbox: Sandbox, name: str) -> None:
    program = await ready.program(models="any")
    tools, choice, function = CHOSEN[name]
    body = {"model": "claude-sonnet-4-6", "input": "Go.", "tools": tools, "tool_choice": choice}
    told = await answer(program, stream=False, **body)
    assert sandbox.seen("anthropic")[-1].body["tool_choice"]["name"] == function
    assert told["output"][-1]["name"] == choice["name"]


@pytest.mark.parametrize("name", ["a" * 100, "mcp.server/tool", "überprüfen", "3d"])
@pytest.mark.parametrize("model", ["claude-sonnet-4-6", "gemini-2.5-pro"])
async def test_names_that_a_provider_does_not_take(
    ready: Client, sandbox: Sandbox, model: str, name: str
) -> None:
    program = await ready.program(models="any")
    body = {"model": model, "tools": [{**READ, "name": name}]}
    choice = {"type": "function", "name": name}
    told = await answer(program, stream=False, input="Go.", tool_choice=choice, **body)
    (made,) = [item for item in told["output"] if item["type"] == "function_call"]
    assert made["name"] == name
    back = [saying("Go."), made, {**output(1, "x"), "call_id": made["call_id"]}]
    assert (await answer(program, stream=False, input=back, **body))["status"] == "completed"


def tool_events(text: str, stop_reason: str) -> list[bytes]:
    """A call of `patch` whose arguments are that text, in two pieces."""
    start, *_, delta, stop = anthropic_events("x", stop_reason=stop_reason)
    block = {"type": "tool_use", "id": "toolu_1", "name": "patch", "input": {}}
    half = len(text) // 2
    pieces = [
        {"type": "input_json_delta", "partial_json": part} for part in (text[:half], text[half:])
    ]
    events: list[dict[str, Any]] = [
        {"type": "content_block_start", "index": 0, "content_block": block},
        *({"type": "content_block_delta", "index": 0, "delta": piece} for piece in pieces),
        {"type": "content_block_stop", "index": 0},
    ]
    return [start, *(event(one) for one in events), delta, stop]


CUT = {
    "in the text": ('{"input": "*** Delete', "*** Delete"),
    "in an escape": ('{"input": "a\\', "a"),
    "before it": ('{"inp', ""),
}


@pytest.mark.parametrize("name", CUT)
async def test_call_that_the_limit_cuts_is_incomplete(
    start_gateway: StartGateway, name: str
) -> None:
    sent, text = CUT[name]
    reply = streamed(*tool_events(sent, "max_tokens"))
    async with ScriptedUpstream({"": reply}) as upstream:
        person = await start_with(start_gateway, upstream)
        program = await person.program(models="any")
        body = {"model": "claude-sonnet-4-6", "input": "hi", "tools": [PATCH], "stream": True}
        told = response_of(events_of((await ask(program, **body))[1]))
    assert told["status"] == "incomplete"
    (item,) = told["output"]
    assert (item["type"], item["status"], item["input"]) == ("custom_tool_call", "incomplete", text)


LOCAL = {
    "name": "Local",
    "model": "m",
    "upstream_models": ["hosted_vllm/m"],
    "needs_key": False,
    "transport": "litellm",
}


def made(number: int | None, id_: str | None, name: str | None, arguments: str) -> Json:
    function = {
        key: one for key, one in (("name", name), ("arguments", arguments)) if one is not None
    }
    told = {"index": number, "id": id_, "type": "function"}
    return {**{key: one for key, one in told.items() if one is not None}, "function": function}


def chunks(*calls: list[Json]) -> list[bytes]:
    deltas: list[Json] = [{"tool_calls": one} for one in calls]
    return [
        *(
            event({"id": "c", "model": "m", "choices": [{"index": 0, "delta": one}]})
            for one in deltas
        ),
        event(
            {
                "id": "c",
                "model": "m",
                "choices": [{"index": 0, "delta": {}, "finish_reason": "tool_calls"}],
            }
        ),
        DONE,
    ]


def whole(*calls: Json) -> Json:
    message = {"role": "assistant", "content": None, "tool_calls": list(calls)}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls"}
    return {"id": "c", "model": "m", "created": 1, "choices": [choice]}


A, B = '{"path": "a"}', '{"path": "b"}'

NUMBERED: dict[str, Any] = {
    "all alike, plain": plain(whole(made(0, "c1", "read", A), made(0, "c2", "read", B))),
    "all alike": streamed(*chunks([made(0, "c1", "read", A)], [made(0, "c2", "read", B)])),
    "in pieces": streamed(
        *chunks(
            *(
                [made(0, "c1", "read", "")],
                [made(0, None, None, A[:5])],
                [made(0, None, None, A[5:])],
            ),
            [made(1, "c2", "read", B)],
        )
    ),
    "in turn": streamed(
        *chunks(
            [made(0, "c1", "read", A[:5]), made(1, "c2", "read", B[:5])],
            [made(1, None, None, B[5:]), made(0, None, None, A[5:])],
        )
    ),
    "without ids": streamed(*chunks([made(0, None, "read", A)], [made(1, None, "read", B)])),
}


async def ask_local(start_gateway: StartGateway, reply: Any, *, stream: bool) -> tuple[int, str]:
    async with ScriptedUpstream({"": reply}) as upstream:
        provider = {**LOCAL, "api_base": upstream.api_bases["openai"]}
        person = await start_gateway(load_settings({"providers": {"local": provider}}, {}))
        await person.sign_in()
        program = await person.program(models="any")
        body = {"model": "local", "input": "hi", "tools": [READ], "stream": stream}
        return await ask(program, **body)


@pytest.mark.parametrize("name", NUMBERED)
async def test_parallel_calls_however_they_are_numbered(
    start_gateway: StartGateway, name: str
) -> None:
    stream = "plain" not in name
    status, text = await ask_local(start_gateway, NUMBERED[name], stream=stream)
    assert status == 200, text
    told = response_of(events_of(text)) if stream else json.loads(text)
    assert [json.loads(item["arguments"])["path"] for item in told["output"]] == ["a", "b"]
    assert len({item["call_id"] for item in told["output"]}) == 2


LACKING: dict[str, tuple[bool, Any]] = {
    "no choice": (False, plain({**whole(), "choices": []})),
    "a call without a name": (False, plain(whole(made(0, "c1", None, A)))),
    "a streamed call without a name": (True, streamed(*chunks([made(0, "c1", None, A)]))),
}


@pytest.mark.parametrize("name", LACKING)
async def test_answer_that_lacks_something(start_gateway: StartGateway, name: str) -> None:
    stream, reply = LACKING[name]
    status, text = await ask_local(start_gateway, reply, stream=stream)
    if status == 200:
        assert events_of(text)[-1]["type"] == "response.failed"
    else:
        assert (status, json.loads(text)["error"]["code"]) == (502, "provider_error")


TEXT = "Read it."
TOOL_USE = {"type": "tool_use", "id": "toolu_1", "name": "read", "input": {"path": "a"}}
GEMINI_PARTS = [{"text": TEXT}, {"functionCall": {"name": "read", "args": {"path": "a"}}}]
GEMINI_WHOLE: Json = {
    "candidates": [
        {"content": {"role": "model", "parts": GEMINI_PARTS}, "finishReason": "STOP", "index": 0}
    ],
    "usageMetadata": {"promptTokenCount": 7, "candidatesTokenCount": 3, "totalTokenCount": 10},
}
OPENAI_CALL = {"id": "c1", "type": "function", "function": {"name": "read", "arguments": A}}
OPENAI_MESSAGE = {"role": "assistant", "content": TEXT, "tool_calls": [OPENAI_CALL]}
OPENAI_WHOLE: Json = {
    "id": "c",
    "model": "m",
    "created": 1,
    "choices": [{"index": 0, "message": OPENAI_MESSAGE, "finish_reason": "tool_calls"}],
    "usage": {"prompt_tokens": 7, "completion_tokens": 3, "total_tokens": 10},
}

# The model that is asked, and the whole answer that comes.
WHOLE: dict[str, tuple[str, Any]] = {
    "openai": ("local", OPENAI_WHOLE),
    "anthropic": (
        "claude-sonnet-4-6",
        {
            "id": "msg_1",
            "type": "message",
            "role": "assistant",
            "model": "claude-sonnet-4-6",
            "content": [
                {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"},
                {"type": "text", "text": TEXT},
                TOOL_USE,
            ],
            "stop_reason": "tool_use",
            "usage": {"input_tokens": 7, "output_tokens": 3},
        },
    ),
    "gemini": ("gemini-2.5-pro", GEMINI_WHOLE),
    "gemini's list": ("gemini-2.5-pro", [GEMINI_WHOLE]),
}


async def program_for(start_gateway: StartGateway, upstream: ScriptedUpstream) -> Client:
    local = {**LOCAL, "api_base": upstream.api_bases["openai"]}
    person = await start_with(start_gateway, upstream, providers={"local": local})
    return await person.program(models="any")


@pytest.mark.parametrize("name", WHOLE)
async def test_whole_answer_where_a_stream_was_asked_for(
    start_gateway: StartGateway, name: str
) -> None:
    model, body = WHOLE[name]
    async with ScriptedUpstream({"": plain(body)}) as upstream:
        program = await program_for(start_gateway, upstream)
        asked = {"model": model, "input": "hi", "tools": [READ], "stream": True}
        told = response_of(events_of((await ask(program, **asked))[1]))
    assert told["status"] == "completed"
    items = {item["type"]: item for item in told["output"]}
    assert items["message"]["content"][0]["text"] == TEXT
    assert json.loads(items["function_call"]["arguments"]) == {"path": "a"}
    assert (told["usage"]["input_tokens"], told["usage"]["output_tokens"]) == (7, 3)


@pytest.mark.parametrize(
    "body",
    [
        {**WHOLE["anthropic"][1], "stop_reason": "made_up"},
        {"type": "message"},
        {"type": "message", "content": "text"},
        {"choices": [{"message": "text"}]},
        {"choices": 5},
        ["text"],
        [],
        {},
        "text",
    ],
    ids=str,
)
async def test_whole_reply_that_is_no_answer(start_gateway: StartGateway, body: Any) -> None:
    async with ScriptedUpstream({"": plain(body)}) as upstream:
        program = await program_for(start_gateway, upstream)
        asked = {"model": "claude-sonnet-4-6", "input": "hi", "stream": True}
        status, text = await ask(program, **asked)
    if status == 200:
        assert events_of(text)[-1]["type"] == "response.failed"
    else:
        assert status in (502, 503), text
