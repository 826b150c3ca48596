"""What calls in the providers' own APIs cost: read from the answer, and kept within the limit."""

import json
from typing import Any

import pytest

from gateway.sandbox import Sandbox
from tests.gateway.client import Client

# Dollars for a million tokens of input and of output.
PRICES = {
    "gpt-4.1": (2.0, 8.0),
    "claude-sonnet-4-6": (3.0, 15.0),
    "gemini-2.5-pro": (1.25, 10.0),
    "text-embedding-3-small": (0.02, 0.0),
}

HI = "[[sandbox: echo]] one two three"
MESSAGES = [{"role": "user", "content": HI}]
CONTENTS = {"contents": [{"parts": [{"text": HI}]}]}

CALLS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "chat": ("/v1/chat/completions", "gpt-4.1", {"messages": MESSAGES, "max_tokens": 100}),
    "chat, streamed": (
        "/v1/chat/completions",
        "gpt-4.1",
        {"messages": MESSAGES, "stream": True, "stream_options": {"include_usage": True}},
    ),
    "response": ("/v1/responses", "gpt-4.1", {"input": HI}),
    "response, streamed": ("/v1/responses", "gpt-4.1", {"input": HI, "stream": True}),
    "embedding": ("/v1/embeddings", "text-embedding-3-small", {"input": ["a", "b c"]}),
    "message": ("/v1/messages", "claude-sonnet-4-6", {"messages": MESSAGES, "max_tokens": 100}),
    "message, streamed": (
        "/v1/messages",
        "claude-sonnet-4-6",
        {"messages": MESSAGES, "max_tokens": 100, "stream": True},
    ),
    "content": ("/v1beta/models/gemini-2.5-pro:generateContent", "gemini-2.5-pro", CONTENTS),
    "content, a list": (
        "/v1beta/models/gemini-2.5-pro:streamGenerateContent",
        "gemini-2.5-pro",
        CONTENTS,
    ),
    "content, streamed": (
        "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse",
        "gemini-2.5-pro",
        CONTENTS,
    ),
}


def usages(text: str) -> list[dict[str, int]]:
    """Every usage that an answer tells, wherever it stands."""
    begun = [line for line in text.splitlines() if line.startswith("data: {")]
    lines = [line.removeprefix("data: ") for line in begun]
    found: list[dict[str, int]] = []
    waiting: list[Any] = [json.loads(one) for one in (lines or [text])][::-1]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            found += [value[name] for name in ("usage", "usageMetadata") if value.get(name)]
            waiting += list(value.values())[::-1]
        elif isinstance(value, list):
            waiting += value[::-1]
    return found


def tokens(text: str) -> tuple[int, int]:
    """Input and output as the answer tells them."""
    told: dict[str, int] = {}
    for usage in usages(text):
        told |= usage
    into = told.get("input_tokens", told.get("prompt_tokens", told.get("promptTokenCount", 0)))
    out = told.get("output_tokens", told.get("completion_tokens", 0))
    return into, out or told.get("candidatesTokenCount", 0) + told.get("thoughtsTokenCount", 0)


def headers_of(program: Client) -> dict[str, str]:
    return {**program.headers, "anthropic-version": "2023-06-01"}


async def ask(program: Client, call: str, **fields: object) -> tuple[int, str]:
    path, model, body = CALLS[call]
    named = {} if "models/" in path else {"model": model}
    async with program.http.post(
        program.address + path, json={**named, **body, **fields}, headers=headers_of(program)
    ) as response:
        return response.status, await response.text()


async def spent(person: Client) -> float:
    _, listed = await person.call("GET", "/tokens")
    return float(listed["tokens"][-1]["spent_usd"])


@pytest.mark.parametrize("limit", [None, 1])
@pytest.mark.parametrize("call", CALLS)
async def test_answer_costs_what_it_says(ready: Client, call: str, limit: float | None) -> None:
    program = await ready.program(models="any", max_cost_usd=limit)
    status, text = await ask(program, call)
    assert status == 200, text
    into, out = tokens(text)
    assert into > 0
    price = PRICES[CALLS[call][1]]
    expected = (into * price[0] + out * price[1]) / 1e6
    assert await spent(ready) == pytest.approx(expected)
    _, listed = await ready.call("GET", "/tokens")
    assert listed["tokens"][-1]["requests"] == 1


async def test_counting_is_free(ready: Client) -> None:
    program = await ready.program(models="any", max_cost_usd=1e-9)
    for path, body in (
        ("/v1/responses/input_tokens", {"model": "gpt-4.1", "input": "hi"}),
        ("/v1/messages/count_tokens", {"model": "claude-sonnet-4-6", "messages": MESSAGES}),
        ("/v1beta/models/gemini-2.5-pro:countTokens", CONTENTS),
    ):
        status, _ = await program.call("POST", path, body, headers=headers_of(program))
        assert status == 200
    assert await spent(ready) == 0


@pytest.mark.parametrize("call", CALLS)
async def test_what_does_not_fit_is_refused_before_it_is_sent(
    ready: Client, sandbox: Sandbox, call: str
) -> None:
    program = await ready.program(models="any", max_cost_usd=1e-8)
    sandbox.forget()
    status, text = await ask(program, call)
    assert status == 403
    assert "limit" in text
    assert sandbox.requests == []
    assert await spent(ready) == 0


@pytest.mark.parametrize("call", ["chat", "message", "content"])
async def test_refusal_says_what_would_fit(ready: Client, call: str) -> None:
    program = await ready.program(models="any", max_cost_usd=0.01)
    fields: dict[str, dict[str, object]] = {
        "chat": {"max_tokens": 30_000},
        "message": {"max_tokens": 30_000},
        "content": {"generationConfig": {"maxOutputTokens": 30_000}},
    }
    status, text = await ask(program, call, **fields[call])
    assert status == 403
    fitting = int(text.partition("max_tokens of at most ")[2].partition(" ")[0])
    fits: dict[str, dict[str, object]] = {
        "chat": {"max_tokens": fitting},
        "message": {"max_tokens": fitting},
        "content": {"generationConfig": {"maxOutputTokens": fitting}},
    }
    assert (await ask(program, call, **fits[call]))[0] == 200


async def test_stream_that_tells_no_usage_costs_the_most(ready: Client) -> None:
    program = await ready.program(models="any", max_cost_usd=1)
    status, _ = await ask(program, "chat", stream=True)
    assert status == 200
    assert 100 * 8 / 1e6 < await spent(ready) < 100 * 8 / 1e6 + 0.001


@pytest.mark.parametrize("call", [name for name in CALLS if "streamed" in name])
@pytest.mark.parametrize("fault", ["cut", "truncated"])
async def test_answer_that_breaks_off_costs_the_most(ready: Client, call: str, fault: str) -> None:
    program = await ready.program(models="any", max_cost_usd=1)
    path, model, _ = CALLS[call]
    prompt = f"[[sandbox: {fault}]] hi"
    bodies: dict[str, dict[str, object]] = {
        "chat": {"messages": [{"role": "user", "content": prompt}], "max_tokens": 1000},
        "response": {"input": prompt, "max_output_tokens": 1000},
        "message": {"messages": [{"role": "user", "content": prompt}], "max_tokens": 1000},
        "content": {
            "contents": [{"parts": [{"text": prompt}]}],
            "generationConfig": {"maxOutputTokens": 1000},
        },
    }
    body = bodies[call.partition(",")[0]]
    if "models/" not in path:
        body |= {"model": model, "stream": True}
    async with program.http.post(
        program.address + path, json=body, headers=headers_of(program)
    ) as response:
        assert response.status == 200
        try:
            await response.read()
        except Exception:  # noqa: BLE001 - however it breaks off
            assert fault == "cut"
    assert await spent(ready) > 1000 * PRICES[model][1] / 1e6


PAID: dict[str, list[dict[str, object]]] = {
    "chat": [
        {"tools": [{"type": "web_search"}]},
        {"web_search_options": {}},
        {"service_tier": "priority"},
        {"modalities": ["text", "audio"]},
    ],
    "response": [
        {"tools": [{"type": kind}]}
        for kind in ("web_search", "file_search", "code_interpreter", "image_generation", "mcp")
    ],
    "message": [
        {"tools": [{"type": "web_search_20250305", "name": "web_search"}]},
        {"tools": [{"type": "code_execution_20250825", "name": "x"}]},
        {"mcp_servers": [{"type": "url", "url": "https://x", "name": "x"}]},
        {"speed": "fast"},
    ],
    "content": [
        {"tools": [{"googleSearch": {}}]},
        {"tools": [{"google_search": {}}]},
        {"tools": [{"functionDeclarations": [], "codeExecution": {}}]},
        {"generationConfig": {"responseModalities": ["IMAGE"]}},
        {"generation_config": {"response_modalities": ["TEXT", "AUDIO"]}},
    ],
}


@pytest.mark.parametrize("call", PAID)
async def test_what_costs_beside_tokens_is_refused_with_a_limit(
    ready: Client, sandbox: Sandbox, call: str
) -> None:
    program = await ready.program(models="any", max_cost_usd=1)
    sandbox.forget()
    for fields in PAID[call]:
        status, text = await ask(program, call, **fields)
        assert status == 403, fields
        assert "limit of money" in text
    assert sandbox.requests == []


OWN_TOOLS: dict[str, dict[str, object]] = {
    "chat": {"tools": [{"type": "function", "function": {"name": "f", "parameters": {}}}]},
    "response": {"tools": [{"type": "function", "name": "f", "parameters": {}}]},
    "message": {"tools": [{"name": "f", "input_schema": {"type": "object"}}]},
    "content": {"tools": [{"functionDeclarations": [{"name": "f"}]}]},
}


@pytest.mark.parametrize("call", OWN_TOOLS)
async def test_tools_of_the_program_are_not(ready: Client, call: str) -> None:
    program = await ready.program(models="any", max_cost_usd=1)
    status, text = await ask(program, call, **OWN_TOOLS[call])
    assert status == 200, text
