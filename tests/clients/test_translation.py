"""OpenAI's SDK asks Anthropic and Gemini: what it sends is translated, and so is the answer."""

import base64
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import openai
import pytest

from gateway.sandbox import Sandbox
from tests.clients.conftest import ApiAccess

MODELS = {
    "anthropic": "claude-sonnet-4-6",
    "gemini": "gemini-2.5-pro",
    "gemini, with signatures": "gemini-3.5-flash",
}

TOOLS: Any = [
    {
        "type": "function",
        "function": {
            "name": name,
            "description": f"{name} a file",
            "parameters": {
                "type": "object",
                "properties": {"path": {"type": "string"}},
                "required": ["path"],
            },
        },
    }
    for name in ("read", "write")
]
PROMPT = '[[sandbox: tool=read {"path": "a.txt"} tool=write {"path": "b.txt"}]] Copy it.'

# An empty picture and an empty document; nothing looks into them.
PICTURE = "data:image/png;base64," + base64.b64encode(b"\x89PNG").decode()
DOCUMENT = "data:application/pdf;base64," + base64.b64encode(b"%PDF-1.4").decode()


@pytest.fixture
async def sdk(api: ApiAccess) -> AsyncIterator[openai.AsyncOpenAI]:
    program = await api.person.program(models="any")
    async with openai.AsyncOpenAI(
        base_url=api.base_url, api_key=program.bearer, max_retries=0
    ) as client:
        yield client


async def answer(sdk: openai.AsyncOpenAI, *, stream: bool, **fields: Any) -> Any:
    """The assistant's message, however it comes."""
    if not stream:
        return (await sdk.chat.completions.create(**fields)).choices[0]
    async with sdk.chat.completions.stream(
        **fields, stream_options={"include_usage": True}
    ) as events:
        completion = await events.get_final_completion()
    assert completion.usage
    return completion.choices[0]


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("odd", [None, "", "absent"], ids=["null", "empty", "absent"])
@pytest.mark.parametrize("model", MODELS)
async def test_tools_over_several_turns(
    sdk: openai.AsyncOpenAI, model: str, odd: str | None, stream: bool
) -> None:
    messages: list[Any] = [
        {"role": "system", "content": "Be short."},
        {"role": "user", "content": PROMPT, "name": "Ann"},
    ]
    called = []
    for _ in range(2):
        choice = await answer(
            sdk, stream=stream, model=MODELS[model], messages=messages, tools=TOOLS
        )
        assert choice.finish_reason == "tool_calls"
        (call,) = choice.message.tool_calls
        called.append((call.function.name, json.loads(call.function.arguments)))
        sent_back = {
            "role": "assistant",
            "content": odd,
            "tool_calls": [
                {
                    "id": call.id,
                    "type": "function",
                    "function": {
                        "name": call.function.name,
                        "arguments": call.function.arguments,
                    },
                }
            ],
        }
        if odd == "absent":
            del sent_back["content"]
        result = {"role": "tool", "tool_call_id": call.id, "content": "the text"}
        messages += [sent_back, result]
    assert called == [("read", {"path": "a.txt"}), ("write", {"path": "b.txt"})]
    choice = await answer(sdk, stream=stream, model=MODELS[model], messages=messages, tools=TOOLS)
    assert choice.finish_reason == "stop"
    assert "the text" in choice.message.content


@pytest.mark.parametrize("model", ["claude-sonnet-4-6", "claude-haiku-4-5-20251001"])
async def test_thinking_between_calls(
    sdk: openai.AsyncOpenAI, sandbox: Sandbox, model: str
) -> None:
    """Older models of Anthropic would refuse to think without the thinking of the first turn."""
    messages: list[Any] = [{"role": "user", "content": PROMPT}, calling("{}"), RESULT]
    asked: Any = {"model": model, "messages": messages, "tools": TOOLS}
    choice = await answer(sdk, stream=False, reasoning_effort="low", **asked)
    assert choice.message.tool_calls
    sent = [r.body for r in sandbox.seen("anthropic") if r.method == "POST"][-1]
    assert ("thinking" in sent) is (model == "claude-sonnet-4-6")


@pytest.mark.parametrize("provider", ["anthropic", "gemini"])
async def test_pictures_and_files(sdk: openai.AsyncOpenAI, sandbox: Sandbox, provider: str) -> None:
    sandbox.forget()
    parts: Any = [
        {"type": "text", "text": "What is it?", "cache_control": {"type": "ephemeral"}},
        {"type": "image_url", "image_url": {"url": PICTURE}},
        {"type": "file", "file": {"filename": "a.pdf", "file_data": DOCUMENT}},
    ]
    completion = await sdk.chat.completions.create(
        model=MODELS[provider], messages=[{"role": "user", "content": parts}]
    )
    assert completion.choices[0].message.content
    sent = json.dumps([r.body for r in sandbox.seen(provider) if r.method == "POST"])
    assert PICTURE.partition(",")[2] in sent
    assert DOCUMENT.partition(",")[2] in sent
    assert "cache" not in sent


SCHEMA: Any = {
    "type": "json_schema",
    "json_schema": {
        "name": "person",
        "schema": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
            "required": ["name", "age"],
            "additionalProperties": False,
        },
    },
}


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("provider", ["anthropic", "gemini"])
async def test_schema(sdk: openai.AsyncOpenAI, provider: str, stream: bool) -> None:
    choice = await answer(
        sdk,
        stream=stream,
        model=MODELS[provider],
        messages=[{"role": "user", "content": "Who?"}],
        response_format=SCHEMA,
    )
    assert set(json.loads(choice.message.content)) == {"name", "age"}


async def test_sampling(sdk: openai.AsyncOpenAI, sandbox: Sandbox) -> None:
    sandbox.forget()
    hi: Any = [{"role": "user", "content": "hi"}]
    await sdk.chat.completions.create(
        model="anthropic", messages=hi, top_p=0.5, stop=["x"], max_tokens=9
    )
    sent = [r.body for r in sandbox.seen("anthropic") if r.method == "POST"][-1]
    assert (sent["top_p"], sent["stop_sequences"], sent["max_tokens"]) == (0.5, ["x"], 9)
    completion = await sdk.chat.completions.create(
        model="gemini", messages=hi, top_p=0.5, stop="x", seed=3, n=2, temperature=0.1
    )
    sent = [r.body for r in sandbox.seen("gemini") if r.method == "POST"][-1]["generationConfig"]
    expected = {"stopSequences": ["x"], "seed": 3, "candidateCount": 2, "temperature": 0.1}
    assert {name: sent.get(name, sent.get(_snake(name))) for name in expected} == expected
    assert len(completion.choices) == 2


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


@pytest.mark.parametrize("provider", ["anthropic", "gemini"])
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
async def test_limit_of_money(
    api: ApiAccess, sandbox: Sandbox, provider: str, stream: bool
) -> None:
    program = await api.person.program(models="any", max_cost_usd=1)
    body = {"model": MODELS[provider], "messages": [{"role": "user", "content": "hi"}]}
    async with program.http.post(
        f"{program.address}/v1/chat/completions",
        json={**body, "stream": stream, "max_tokens": 10_000},
        headers=program.headers,
    ) as response:
        assert response.status == 200
        await response.read()
    _, listed = await api.person.call("GET", "/tokens")
    token = listed["tokens"][-1]
    assert 0 < token["spent_usd"] < 0.02
    assert token["requests"] == 1
    poor = await api.person.program(models="any", max_cost_usd=1e-6)
    sandbox.forget()
    assert (await poor.call("POST", "/v1/chat/completions", body))[0] == 403
    assert not sandbox.requests


def calling(arguments: str) -> dict[str, Any]:
    """A message of the assistant that calls a tool."""
    function = {"name": "read", "arguments": arguments}
    return {
        "role": "assistant",
        "tool_calls": [{"id": "call_1", "type": "function", "function": function}],
    }


ASKED = {"role": "user", "content": "hi"}
RESULT = {"role": "tool", "tool_call_id": "call_1", "content": "x"}

ODD: dict[str, dict[str, Any]] = {
    "no such effort": {"reasoning_effort": "banana"},
    "broken arguments": {"messages": [ASKED, calling("{bad"), RESULT], "tools": TOOLS},
    "arguments that are a list": {"messages": [ASKED, calling("[1]"), RESULT], "tools": TOOLS},
    "no arguments": {"messages": [ASKED, calling(""), RESULT], "tools": TOOLS},
    "a result without a call": {"messages": [ASKED, RESULT], "tools": TOOLS},
    "a call without a result": {"messages": [ASKED, calling("{}"), ASKED], "tools": TOOLS},
    "calls of tools that are not offered": {"messages": [ASKED, calling("{}"), RESULT]},
    "an odd schema of a tool": {
        "tools": [
            {
                "type": "function",
                "function": {
                    "name": "f",
                    "parameters": {"type": ["object", "null"], "$ref": "#/x", "properties": 5},
                },
            }
        ]
    },
    "a tool twice": {"tools": TOOLS * 2},
    "no schema": {"response_format": {"type": "json_schema"}},
    "half a schema": {"response_format": {"type": "json_schema", "json_schema": {"name": "x"}}},
    "a broken picture": {
        "messages": [
            {
                "role": "user",
                "content": [
                    {"type": "image_url", "image_url": {"url": "data:image/png;base64,!!!"}}
                ],
            }
        ]
    },
    "a file of no kind": {
        "messages": [
            {
                "role": "user",
                "content": [{"type": "file", "file": {"file_data": "data:a/b;base64,AAAA"}}],
            }
        ]
    },
    "an assistant that said nothing": {"messages": [ASKED, {"role": "assistant"}, ASKED]},
    "a system that says nothing": {"messages": [{"role": "system", "content": ""}, ASKED]},
}


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("provider", ["anthropic", "gemini"])
@pytest.mark.parametrize("odd", ODD)
async def test_odd_request_is_answered_or_refused(
    sdk: openai.AsyncOpenAI, odd: str, provider: str, stream: bool
) -> None:
    """A request that LiteLLM or the provider does not take is at fault itself."""
    fields = {"messages": [ASKED], **ODD[odd]}
    with contextlib.suppress(openai.BadRequestError):
        assert await answer(sdk, stream=stream, model=MODELS[provider], **fields)
