"""Tools, pictures, counting and single models of Anthropic's API, by the wire."""

import base64
import json
from typing import Any

import jsonschema
import pytest

from tests.sandbox.wire import Reply, Wire, text_of

READ: Any = {
    "name": "read_file",
    "description": "Reads a file",
    "input_schema": {
        "type": "object",
        "properties": {"path": {"type": "string"}},
        "required": ["path"],
    },
    "cache_control": {"type": "ephemeral"},
}
EDIT: Any = {"type": "custom", "name": "edit", "input_schema": {"type": "object"}}
BASH: Any = {"type": "bash_20250124", "name": "bash"}
SEARCH: Any = {"type": "web_search_20250305", "name": "web_search"}
TOOLS = [READ, EDIT, BASH, SEARCH]
PROMPT = (
    '[[sandbox: tool=read_file {"path": "a.txt"} tool=edit {"lines": [[1, "ä"]]}]] Read, then edit.'
)
DOT = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
PICTURE: Any = {
    "type": "image",
    "source": {"type": "base64", "media_type": "image/png", "data": DOT},
}
BROKEN = {"type": "base64", "media_type": "image/png", "data": "?"}
USER = {"role": "user", "content": "Hi"}
CALLED = {
    "role": "assistant",
    "content": [{"type": "tool_use", "id": "toolu_1", "name": "edit", "input": {}}],
}


def result(id_: str, content: Any = "ok") -> dict[str, Any]:
    return {"type": "tool_result", "tool_use_id": id_, "content": content}


async def test_a_tool_is_called(wire: Wire) -> None:
    body = (await wire.reply("anthropic", PROMPT, tools=TOOLS)).json
    assert body["stop_reason"] == "tool_use"
    [block] = body["content"]
    assert block["type"] == "tool_use"
    assert block["id"].startswith("toolu_")
    assert (block["name"], block["input"]) == ("read_file", {"path": "a.txt"})
    assert body["usage"]["output_tokens"] > 0


async def test_a_call_in_pieces(wire: Wire) -> None:
    reply = await wire.reply("anthropic", PROMPT, tools=TOOLS, stream=True)
    names = [name for name, _ in reply.events]
    deltas = names.count("content_block_delta")
    assert names == [
        "message_start",
        "content_block_start",
        "ping",
        *["content_block_delta"] * deltas,
        "content_block_stop",
        "message_delta",
        "message_stop",
    ]
    start = reply.data[1]
    assert start["index"] == 0
    assert start["content_block"]["type"] == "tool_use"
    assert start["content_block"]["input"] == {}
    pieces = [e["delta"] for e in reply.data if e["type"] == "content_block_delta"]
    assert {piece["type"] for piece in pieces} == {"input_json_delta"}
    assert pieces[0]["partial_json"] == ""
    assert len(pieces) > 3
    assert json.loads("".join(piece["partial_json"] for piece in pieces)) == {"path": "a.txt"}
    assert reply.data[-2]["delta"]["stop_reason"] == "tool_use"


async def test_the_whole_way_of_a_turn_as_claude_code_sends_it(wire: Wire) -> None:
    """Parts with cache marks, a `system` message, thinking, betas, and reminders beside results."""
    headers = {"anthropic-beta": "claude-code-20250219,context-management-2025-06-27"}
    text = {"type": "text", "cache_control": {"type": "ephemeral"}}
    messages: list[Any] = [
        {"role": "user", "content": [{**text, "text": "<reminder/>"}, {**text, "text": PROMPT}]},
        {"role": "system", "content": "The date is known."},
    ]
    asked = {
        "model": "claude-sonnet-5",
        "messages": messages,
        "system": [{"type": "text", "text": "Be brief.", "cache_control": {"type": "ephemeral"}}],
        "tools": TOOLS,
        "metadata": {"user_id": "someone"},
        "max_tokens": 32000,
        "thinking": {"type": "adaptive"},
        "context_management": {"edits": [{"type": "clear_thinking_20251015"}]},
        "output_config": {"effort": "high"},
    }
    for name, given in (("read_file", [{"type": "text", "text": "its text"}]), ("edit", "ok")):
        reply = await wire.send(
            "anthropic", "POST", "/v1/messages?beta=true", json=asked, headers=headers
        )
        assert reply.status == 200, reply.raw
        thinking, call = reply.json["content"]
        assert thinking["type"] == "thinking"
        assert call["name"] == name
        assert reply.json["context_management"] == {"applied_edits": []}
        messages += [
            {"role": "assistant", "content": reply.json["content"]},
            {
                "role": "user",
                "content": [result(call["id"], given), {"type": "text", "text": "<reminder/>"}],
            },
        ]
    reply = await wire.send("anthropic", "POST", "/v1/messages", json=asked, headers=headers)
    assert reply.json["stop_reason"] == "end_turn"
    assert text_of("anthropic", reply, stream=False) == (
        "read_file returned: its text\n\nedit returned: ok"
    )


async def test_several_calls_at_once(wire: Wire) -> None:
    prompt = PROMPT.replace("sandbox:", "sandbox: parallel")
    body = (await wire.reply("anthropic", prompt, tools=TOOLS)).json
    assert [block["name"] for block in body["content"]] == ["read_file", "edit"]
    events = (await wire.reply("anthropic", prompt, tools=TOOLS, stream=True)).data
    starts = [e for e in events if e["type"] == "content_block_start"]
    assert [(e["index"], e["content_block"]["name"]) for e in starts] == [
        (0, "read_file"),
        (1, "edit"),
    ]
    one = {"type": "auto", "disable_parallel_tool_use": True}
    body = (await wire.reply("anthropic", prompt, tools=TOOLS, tool_choice=one)).json
    assert len(body["content"]) == 1


async def test_thinking_and_a_call(wire: Wire) -> None:
    events = (
        await wire.reply(
            "anthropic", PROMPT, tools=TOOLS, stream=True, thinking={"type": "adaptive"}
        )
    ).data
    starts = [e["content_block"]["type"] for e in events if e["type"] == "content_block_start"]
    assert starts == ["thinking", "tool_use"]


async def test_thinking_that_is_not_shown(wire: Wire) -> None:
    thinking = {"type": "adaptive", "display": "omitted"}
    block = (await wire.reply("anthropic", thinking=thinking)).json["content"][0]
    assert (block["type"], block["thinking"]) == ("thinking", "")
    assert block["signature"]
    events = (await wire.reply("anthropic", thinking=thinking, stream=True)).data
    kinds = [e["delta"]["type"] for e in events if e["type"] == "content_block_delta"]
    assert kinds[0] == "signature_delta"
    assert "thinking_delta" not in kinds


@pytest.mark.parametrize(
    ("choice", "name"), [({"type": "any"}, "read_file"), ({"type": "tool", "name": "edit"}, "edit")]
)
async def test_a_call_that_is_required(wire: Wire, choice: Any, name: str) -> None:
    [block] = (await wire.reply("anthropic", "Hello", tools=TOOLS, tool_choice=choice)).json[
        "content"
    ]
    assert block["name"] == name
    schema = {"read_file": READ, "edit": EDIT}[name]["input_schema"]
    jsonschema.validate(block["input"], schema)


@pytest.mark.parametrize("changes", [{}, {"tools": TOOLS, "tool_choice": {"type": "none"}}])
async def test_no_call_without_tools(wire: Wire, changes: dict[str, Any]) -> None:
    reply = await wire.reply("anthropic", PROMPT, **changes)
    assert "Read, then edit" in text_of("anthropic", reply, stream=False)


async def test_a_tool_of_anthropics_that_the_client_runs(wire: Wire) -> None:
    prompt = '[[sandbox: tool=bash {"command": "ls [a-z]*"}]]'
    [block] = (await wire.reply("anthropic", prompt, tools=TOOLS)).json["content"]
    assert block["input"] == {"command": "ls [a-z]*"}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"messages": [USER, CALLED, USER]},
            "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: "
            "toolu_1. Each `tool_use` block must have a corresponding `tool_result` block in the "
            "next message.",
        ),
        (
            {"messages": [USER, CALLED, {"role": "user", "content": [result("toolu_2")]}]},
            "messages.1: `tool_use` ids were found without",
        ),
        (
            {"messages": [{"role": "user", "content": [result("toolu_1")]}]},
            "messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1",
        ),
        (
            {
                "messages": [USER, CALLED, {"role": "user", "content": [result("toolu_1")]}],
                "thinking": {"type": "enabled", "budget_tokens": 1024},
            },
            "messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found "
            "`tool_use`.",
        ),
        (
            {"messages": [{"role": "user", "content": "[[sandbox: tool=fly]]"}], "tools": [EDIT]},
            "The sandbox directive names the tool 'fly'. Offered are: edit",
        ),
        ({"tools": [{"name": "f"}]}, "tools.0.custom.input_schema: Field required"),
        ({"tools": [{**EDIT, "name": "a b"}]}, "tools.0.custom.name: String should match pattern"),
        ({"tools": [EDIT, EDIT]}, "tools: Tool names must be unique."),
        ({"tool_choice": {"type": "auto"}}, "tool_choice may only be specified while providing"),
        (
            {"tools": [EDIT], "tool_choice": {"type": "tool", "name": "x"}},
            "Tool 'x' not found in provided tools",
        ),
        (
            {"messages": [USER, {"role": "system", "content": "x"}]},
            "role 'system' is not supported on this model",
        ),
        ({"context_management": {}}, "context_management: Extra inputs are not permitted"),
        (
            {"messages": [{"role": "user", "content": [{**PICTURE, "source": BROKEN}]}]},
            "messages.0.content.0.image.source.base64.data: invalid base64 data",
        ),
    ],
)
async def test_refused(wire: Wire, changes: dict[str, Any], message: str) -> None:
    reply = await wire.reply("anthropic", **changes)
    assert reply.status == 400
    assert reply.json["error"]["type"] == "invalid_request_error"
    assert reply.json["error"]["message"].startswith(message)


async def test_json_by_a_schema(wire: Wire) -> None:
    schema = READ["input_schema"]
    config = {"format": {"type": "json_schema", "schema": schema}}
    for stream in (False, True):
        reply = await wire.reply("anthropic", "Hello", stream=stream, output_config=config)
        jsonschema.validate(json.loads(text_of("anthropic", reply, stream)), schema)


async def test_pictures_and_documents_are_seen(wire: Wire) -> None:
    document = {"type": "document", "source": {"type": "text", "data": "x"}}
    content = [{"type": "text", "text": "What is it?"}, PICTURE, document]
    seen = await wire.reply("anthropic", messages=[{"role": "user", "content": content}])
    assert "Attached: 1 picture, 1 file." in text_of("anthropic", seen, stream=False)
    plain = await wire.reply("anthropic", "What is it?")
    usage = [reply.json["usage"]["input_tokens"] for reply in (plain, seen)]
    assert usage[1] > usage[0] + 500
    shown = [USER, CALLED, {"role": "user", "content": [result("toolu_1", [PICTURE])]}]
    counted = await count(wire, messages=shown)
    assert counted.json["input_tokens"] > 250


async def test_a_stop_text(wire: Wire) -> None:
    reply = await wire.reply(
        "anthropic", "[[sandbox: echo]] one two three", stop_sequences=["three", "two"]
    )
    assert reply.json["stop_reason"] == "stop_sequence"
    assert reply.json["stop_sequence"] == "two"
    assert text_of("anthropic", reply, stream=False) == "one "


async def count(wire: Wire, **body: Any) -> Reply:
    asked = {"model": "claude-sonnet-4-6", **body}
    return await wire.send("anthropic", "POST", "/v1/messages/count_tokens", json=asked)


async def test_counting_tokens(wire: Wire) -> None:
    messages = [{"role": "user", "content": "Compare tea and coffee"}]
    plain = (await wire.reply("anthropic")).json["usage"]["input_tokens"]
    assert (await count(wire, messages=messages)).json["input_tokens"] == plain
    more = await count(wire, messages=messages, tools=[READ], system="Be brief.")
    assert more.json["input_tokens"] > plain
    refused = await count(wire, messages=messages, max_tokens=9)
    assert refused.json["error"]["message"] == "max_tokens: Extra inputs are not permitted"
    failed = await count(wire, messages=[{"role": "user", "content": "[[sandbox: rate_limit]]"}])
    assert failed.status == 429


async def test_one_model(wire: Wire) -> None:
    reply = await wire.send("anthropic", "GET", "/v1/models/claude-sonnet-4-6")
    assert reply.json == (await wire.models("anthropic")).json["data"][1]
    gone = await wire.send("anthropic", "GET", "/v1/models/claude-9")
    assert gone.status == 404
    assert gone.json["error"] == {"type": "not_found_error", "message": "model: claude-9"}


async def test_a_look_at_the_address(wire: Wire) -> None:
    """Claude Code begins with `HEAD /`, to open a connection; the API has nothing there."""
    reply = await wire.send("anthropic", "HEAD", "/")
    assert reply.status == 404
    assert reply.raw == b""


async def test_thread_that_is_not_kept(wire: Wire) -> None:
    reply = await wire.send(
        "anthropic",
        "POST",
        "/v1/messages",
        headers={"anthropic-beta": "message-threads-2026-08-12"},
        json={
            "model": "claude-sonnet-4-6",
            "max_tokens": 10,
            "messages": [USER],
            "thread": {"type": "continue", "previous_message_id": "msg_1"},
        },
    )
    assert reply.status == 404
    assert reply.json["error"]["details"]["error_code"] == "thread_not_found"
