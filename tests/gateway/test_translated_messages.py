"""Anthropic's API for models of other providers: requests and answers are translated."""

import json
from typing import Any

import pytest

from gateway.sandbox import Sandbox
from tests.gateway.client import Client

MODELS = ("gpt-4.1", "gpt-5.2", "gemini-2.5-pro", "gemini-3.5-flash")

TOOLS = [
    {
        "name": name,
        "description": f"{name} a file",
        "input_schema": {
            "type": "object",
            "properties": {"path": {"type": "string"}},
            "required": ["path"],
        },
        "cache_control": {"type": "ephemeral"},
    }
    for name in ("read", "a" * 70)  # OpenAI's names have at most 64 characters
]

# As Claude Code sends it.
REQUEST: dict[str, Any] = {
    "max_tokens": 1000,
    "system": [{"type": "text", "text": "Be short.", "cache_control": {"type": "ephemeral"}}],
    "metadata": {"user_id": "me"},
    "context_management": {"edits": []},
    "thinking": {"type": "enabled", "budget_tokens": 1024},
    "temperature": 1,
    "tools": TOOLS,
}


def saying(text: str) -> list[dict[str, Any]]:
    part = {"type": "text", "text": text, "cache_control": {"type": "ephemeral"}}
    return [{"role": "user", "content": [part]}]


async def ask(program: Client, **body: object) -> tuple[int, str]:
    headers = {**program.headers, "anthropic-version": "2023-06-01", "anthropic-beta": "x"}
    async with program.http.post(
        f"{program.address}/v1/messages?beta=true", json={**REQUEST, **body}, headers=headers
    ) as response:
        return response.status, await response.text()


def events_of(text: str) -> list[dict[str, Any]]:
    found = []
    for frame in text.strip().split("\n\n"):
        name, data = frame.split("\n")
        event = json.loads(data.removeprefix("data: "))
        assert name == f"event: {event['type']}"
        found.append(event)
    return found


def message_of(events: list[dict[str, Any]]) -> dict[str, Any]:
    """The message that a stream's events make up, as an SDK puts it together."""
    assert events[0]["type"] == "message_start"
    assert events[-1]["type"] == "message_stop"
    message: dict[str, Any] = {**events[0]["message"], "content": []}
    written: list[str] = []
    for event in events:
        match event["type"]:
            case "content_block_start":
                assert event["index"] == len(message["content"])
                message["content"].append(event["content_block"])
                written.append("")
            case "content_block_delta":
                delta = event["delta"]
                names = {"text_delta": "text", "input_json_delta": "partial_json"}
                if delta["type"] in names:
                    written[event["index"]] += delta[names[delta["type"]]]
            case "message_delta":
                message |= event["delta"]
                message["usage"] |= event["usage"]
    for block, text in zip(message["content"], written, strict=True):
        if block["type"] == "tool_use":
            block["input"] = json.loads(text)
        elif block["type"] == "text":
            block["text"] = text
    return message


async def answer(program: Client, *, stream: bool, **body: object) -> dict[str, Any]:
    status, text = await ask(program, stream=stream, **body)
    assert status == 200, text
    return message_of(events_of(text)) if stream else dict(json.loads(text))


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("model", MODELS)
async def test_tools_over_several_turns(ready: Client, model: str, stream: bool) -> None:
    program = await ready.program(models="any", max_cost_usd=5)
    messages = saying('[[sandbox: tool=read {"path": "a.txt"}]] Read it.')
    first = await answer(program, stream=stream, model=model, messages=messages)
    assert (first["type"], first["role"], first["model"]) == ("message", "assistant", model)
    assert first["stop_reason"] == "tool_use"
    assert first["usage"]["input_tokens"] > 0
    assert first["usage"]["output_tokens"] > 0
    (use,) = [block for block in first["content"] if block["type"] == "tool_use"]
    assert (use["name"], use["input"]) == ("read", {"path": "a.txt"})
    # A program sends back what Anthropic's API has, and nothing else.
    kept = {name: use[name] for name in ("type", "id", "name", "input")}
    result = {"type": "tool_result", "tool_use_id": use["id"], "content": "the text"}
    messages += [
        {"role": "assistant", "content": [kept]},
        {"role": "user", "content": [result]},
    ]
    second = await answer(program, stream=stream, model=model, messages=messages)
    assert second["stop_reason"] == "end_turn"
    (text,) = [block["text"] for block in second["content"] if block["type"] == "text"]
    assert "the text" in text
    _, listed = await ready.call("GET", "/tokens")
    assert listed["tokens"][0]["requests"] == 2
    assert 0 < listed["tokens"][0]["spent_usd"] < 0.01


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown member": ({"top_k": 5}, "top_k"),
    "a server of tools": ({"mcp_servers": [{"type": "url", "url": "https://x"}]}, "mcp_servers"),
    "a container": ({"container": "container_1"}, "container"),
    "a tool of Anthropic's": (
        {"tools": [{"type": "web_search_20250305", "name": "web_search"}]},
        "tools",
    ),
    "a picture by its address": (
        {
            "messages": [
                {
                    "role": "user",
                    "content": [
                        {"type": "image", "source": {"type": "url", "url": "http://127.0.0.1:1/"}}
                    ],
                }
            ]
        },
        "messages",
    ),
    "a file of the account": (
        {
            "messages": [
                {
                    "role": "user",
                    "content": [{"type": "document", "source": {"type": "file", "file_id": "f"}}],
                }
            ]
        },
        "",
    ),
    "no messages": ({"messages": []}, ""),
    "an odd message": ({"messages": [{"role": "user", "content": 5}]}, ""),
    "an odd part": ({"messages": [{"role": "user", "content": [5]}]}, ""),
    "an odd tool": ({"tools": [5]}, ""),
    "odd thinking": ({"thinking": {"type": "banana"}, "tools": "x"}, ""),
}


@pytest.mark.parametrize("model", ["gpt-4.1", "gemini-2.5-pro"])
@pytest.mark.parametrize("odd", REFUSED)
async def test_what_cannot_be_translated_is_refused(
    ready: Client, sandbox: Sandbox, odd: str, model: str
) -> None:
    program = await ready.program(models="any")
    fields, named = REFUSED[odd]
    sandbox.forget()
    status, text = await ask(program, **{"model": model, "messages": saying("hi"), **fields})
    told = json.loads(text)
    assert (status, told["type"], told["error"]["type"]) == (400, "error", "invalid_request_error")
    assert named in told["error"]["message"]
    assert sandbox.requests == []


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ("bad_key", 401, "authentication_error"),
        ("no_quota", 402, "billing_error"),
        ("rate_limit retry_after=50", 429, "rate_limit_error"),
        ("context_too_long", 400, "invalid_request_error"),
        ("overloaded", 529, "overloaded_error"),
        ("server_error", 502, "api_error"),
    ],
)
async def test_errors_have_anthropics_shape(
    ready: Client, fault: str, status: int, kind: str, stream: bool
) -> None:
    program = await ready.program(models="any")
    body = {"model": "gemini-2.5-pro", "messages": saying(f"[[sandbox: {fault}]] hi")}
    told_status, text = await ask(program, stream=stream, **body)
    assert (told_status, json.loads(text)["error"]["type"]) == (status, kind)


@pytest.mark.parametrize("model", ["gpt-4.1", "gemini-2.5-pro"])
async def test_answer_that_breaks_off_has_no_end(ready: Client, model: str) -> None:
    program = await ready.program(models="any")
    messages = saying("[[sandbox: cut]] hi")
    _, text = await ask(program, model=model, messages=messages, stream=True, tools=[])
    *events, last = events_of(text)
    assert events
    assert "message_stop" not in [event["type"] for event in events]
    assert (last["type"], last["error"]["type"]) == ("error", "api_error")


async def test_program_that_leaves_ends_the_call(ready: Client, sandbox: Sandbox) -> None:
    program = await ready.program(models="any")
    sandbox.forget()
    body = {**REQUEST, "model": "gpt-4.1", "stream": True}
    messages = saying("[[sandbox: hang_midway]] hi")
    async with program.http.post(
        f"{program.address}/v1/messages",
        json={**body, "messages": messages},
        headers=program.headers,
    ) as response:
        await response.content.readuntil(b"content_block_delta")
    await sandbox.requests[-1].wait_ended(2)
    assert sandbox.requests[-1].closed_early


async def test_counting_is_not_translated(ready: Client) -> None:
    program = await ready.program(models="any")
    body = {"model": "gpt-4.1", "messages": saying("hi")}
    status, told = await program.call("POST", "/v1/messages/count_tokens", body)
    assert (status, told["error"]["type"]) == (404, "not_found_error")
