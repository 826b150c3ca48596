"""A token's limits in the providers' own APIs: what lies in the account, and money."""

import asyncio
import json
from contextlib import suppress
from typing import Any

import pytest
from aiohttp import web

from gateway.providers.native_apis import NATIVE_APIS
from gateway.providers.native_apis.anthropic import MESSAGES
from gateway.providers.native_apis.base import Endpoint
from gateway.providers.native_apis.gemini import GENERATE_CONTENT
from gateway.providers.native_apis.openai import CHAT_COMPLETIONS, COMPACT_RESPONSE, RESPONSES
from gateway.session.access_token import ReceivedIds
from tests.gateway.client import Client, wait_until
from tests.gateway.conftest import StartGateway
from tests.gateway.test_pass_through import PERSONS, post, started

CHAT = "/v1/chat/completions"
RESPONSE = "/v1/responses"
MESSAGE = "/v1/messages"
GENERATE = "/v1beta/models/gemini-2.5-pro:generateContent"

MODELS = {CHAT: "gpt-4.1", RESPONSE: "gpt-4.1", MESSAGE: "claude-sonnet-4-6"}


def body_for(path: str, members: dict[str, Any]) -> str:
    model = {"model": MODELS[path]} if path in MODELS else {}
    return json.dumps({**model, "max_tokens": 5, **members} if path == MESSAGE else
                      {**model, **members})  # fmt: skip


# What reaches into the account, whoever's the token is.
IN_THE_ACCOUNT: list[tuple[str, dict[str, Any]]] = [
    (RESPONSE, {"input": [{"id": "msg_1", "type": None}]}),
    (RESPONSE, {"input": [{"id": "msg_1", "role": "user"}]}),
    (RESPONSE, {"input": {"id": "msg_1"}}),
    (RESPONSE, {"input": [{"id": "rs_1", "type": "reasoning", "summary": []}]}),
    (RESPONSE, {"tools": [{"type": "shell", "environment": {"skills": [{"skill_id": "s"}]}}]}),
    (RESPONSE, {"input": [{"content": [{"type": "input_file", "File_ID": "file-1"}]}]}),
    (CHAT, {"messages": [{"content": [{"type": "file", "file": {"file_id": "file-1"}}]}]}),
    (MESSAGE, {"container": {"skills": [{"type": "custom", "skill_id": "skill_1"}]}}),
    (MESSAGE, {"messages": [{"content": [{"source": {"type": "file", "file_id": "f"}}]}]}),
    (GENERATE, {"contents": {"parts": {"file_data": {"file_uri": "files/a"}}}}),
    (GENERATE, {"contents": [{"parts": [{"fileData": {"fileUri": "gs://bucket/a"}}]}]}),
    *(
        (GENERATE, {"contents": [{"parts": [{"fileData": {"fileUri": f"{address}"}}]}]})
        for address in (
            "https://generativelanguage.googleapis.com/v1beta/files%2Fa",
            "HTTPS://GenerativeLanguage.GoogleAPIs.com/v1beta/FILES/a",
            "https://x@generativelanguage.googleapis.com:443/v1beta/a",
            "https:\\\\generativelanguage.googleapis.com/files/a",
            "a",
        )
    ),
    (GENERATE, {"tools": {"fileSearch": {"file_search_store_names": ["a"]}}}),
]


@pytest.mark.parametrize(("path", "members"), IN_THE_ACCOUNT)
async def test_what_lies_in_the_account_is_refused(
    start_gateway: StartGateway, path: str, members: dict[str, Any]
) -> None:
    async with started(start_gateway) as (provider, program):
        response, _ = await post(program, path, body_for(path, members))
        assert response.status == 403
        assert provider.bodies == []


HARMLESS: list[tuple[str, dict[str, Any]]] = [
    (RESPONSE, {"input": [{"id": "msg_1", "role": "assistant", "content": "hi"}]}),
    (RESPONSE, {"input": [{"id": "rs_1", "type": "reasoning", "encrypted_content": "x"}]}),
    (MESSAGE, {"container": {"skills": [{"type": "anthropic", "skill_id": "pptx"}]}}),
    (GENERATE, {"contents": [{"parts": [{"fileData": {"fileUri": "https://youtu.be/a"}}]}]}),
    (CHAT, {"tools": [{"function": {"parameters": {"properties": {"file_id": {}, "N": {}}}}}]}),
]


@pytest.mark.parametrize(("path", "members"), HARMLESS)
async def test_what_only_looks_like_it_passes(
    start_gateway: StartGateway, path: str, members: dict[str, Any]
) -> None:
    async with started(start_gateway) as (provider, program):
        response, _ = await post(program, path, body_for(path, members))
        assert response.status == 200
        assert len(provider.bodies) == 1


ODD_MODALITIES: tuple[Any, ...] = (5, [{}], ["IMAGE"])
NO_LIMITS: tuple[Any, ...] = (-1, 0, True, 5.5, "5", [])

# What a limited token may not ask for, since it costs more than is counted.
COSTS_MORE: list[tuple[str, dict[str, Any]]] = [
    *((CHAT, {"n": n}) for n in ("100000", 1e5, 1e400, "many", [9])),
    (CHAT, {"modalities": 5}),
    (CHAT, {"modalities": ["text", "audio"]}),
    (CHAT, {"prediction": {"type": "content", "content": "x"}}),
    (CHAT, {"models": ["openai/o1-pro"]}),
    (CHAT, {"tools": [{"type": []}]}),
    (CHAT, {"tools": {"type": "web_search"}}),
    (CHAT, {"plugins": [{"id": "web"}]}),
    (RESPONSE, {"input": [{"type": "tool_search_output", "tools": [{"type": "web_search"}]}]}),
    (RESPONSE, {"context_management": [{"type": "compaction"}]}),
    (MESSAGE, {"context_management": {"edits": [{"type": "compact_20260112"}]}}),
    (MESSAGE, {"tools": {"type": "web_search_20250305"}}),
    (GENERATE, {"tools": {"googleSearch": {}}}),
    *((GENERATE, {"generationConfig": {"candidateCount": n}}) for n in ("90000", 9e4, "x")),
    *((GENERATE, {"generationConfig": {"responseModalities": m}}) for m in ODD_MODALITIES),
]  # fmt: skip


@pytest.mark.parametrize(("path", "members"), COSTS_MORE)
async def test_what_costs_more_than_is_counted_is_refused(
    start_gateway: StartGateway, path: str, members: dict[str, Any]
) -> None:
    async with started(start_gateway, max_cost_usd=100) as (provider, program):
        response, _ = await post(
            program, path, body_for(path, members).replace("Infinity", "1e400")
        )
        assert response.status == 403
        assert response.headers["x-should-retry"] == "false"
        assert provider.bodies == []


# What a provider may read otherwise than the gateway.
AMBIGUOUS: list[tuple[str, dict[str, Any]]] = [
    (CHAT, {"N": 100}),
    (CHAT, {"Model": "o1-pro"}),
    (CHAT, {"max_tokens": 1, "MAX_TOKENS": 100_000}),
    (CHAT, {"tool\u017f": []}),
    (MESSAGE, {"Max_Tokens": 100_000}),
    (GENERATE, {"generationConfig": None, "generation_config": {"candidateCount": 8}}),
    (GENERATE, {"generationConfig": {"maxOutputTokens": 1, "max_output_tokens": 60_000}}),
    (GENERATE, {"contents": [{"parts": {"inlineData": None, "inline_data": {}}}]}),
]


@pytest.mark.parametrize(("path", "members"), AMBIGUOUS)
async def test_what_can_be_read_in_two_ways_is_refused(
    start_gateway: StartGateway, path: str, members: dict[str, Any]
) -> None:
    async with started(start_gateway) as (provider, program):
        response, _ = await post(program, path, body_for(path, members))
        assert response.status == 400
        assert provider.bodies == []


async def test_no_list_of_other_models_for_a_token_of_the_fixed_ones(
    start_gateway: StartGateway,
) -> None:
    async with started(start_gateway, models="fixed") as (provider, program):
        for name in ("models", "fallbacks", "context_window_fallbacks"):
            response, _ = await post(program, CHAT, json.dumps({"model": "openai", name: ["o1"]}))
            assert response.status == 403
        assert provider.bodies == []


LONG = "x" * 100_000


@pytest.mark.parametrize(
    ("api", "endpoint", "body"),
    [
        (
            "anthropic",
            MESSAGES,
            {"content": {"type": "tool_use", "input": {"type": "image", "source": {}, "x": LONG}}},
        ),
        (
            "anthropic",
            MESSAGES,
            {"content": {"type": "tool_use", "input": {"type": "image", "source": {"data": LONG}}}},
        ),
        ("anthropic", MESSAGES, {"content": {"type": "image", "source": {}, "x": LONG}}),
        ("openai", CHAT_COMPLETIONS, {"parameters": {"type": "image_url", "image_url": LONG}}),
        (
            "gemini",
            GENERATE_CONTENT,
            {"args": {"inlineData": {"mimeType": "image/png", "data": LONG}}},
        ),
        (
            "gemini",
            GENERATE_CONTENT,
            {"parts": {"inlineData": {"mimeType": "image/png"}, "thoughtSignature": LONG}},
        ),
    ],
)
def test_text_is_counted_whatever_stands_beside_it(
    api: str, endpoint: Endpoint, body: dict[str, Any]
) -> None:
    assert NATIVE_APIS[api].demand(body, endpoint, "x").prompt_tokens > 100_000


def test_part_of_another_kind_counts_as_a_file() -> None:
    body = {"messages": [{"content": [{"type": "video_url", "video_url": {"url": "https://x"}}]}]}
    assert NATIVE_APIS["openai"].demand(body, CHAT_COMPLETIONS, "x").files == 1
    odd: dict[str, Any] = {"content": [{"source": {}, "type": []}]}
    assert NATIVE_APIS["anthropic"].demand(odd, MESSAGES, "x").files == 0


@pytest.mark.parametrize(
    ("endpoint", "body", "limit"),
    [
        (CHAT_COMPLETIONS, {"max_tokens": 5}, 5),
        (CHAT_COMPLETIONS, {"max_completion_tokens": 5, "max_tokens": None}, 5),
        (CHAT_COMPLETIONS, {"max_completion_tokens": 900, "max_tokens": 5}, 900),
        (CHAT_COMPLETIONS, {"max_completion_tokens": "900", "max_tokens": 5}, None),
        (CHAT_COMPLETIONS, {"max_output_tokens": 5}, None),
        (RESPONSES, {"max_output_tokens": 5}, 5),
        (RESPONSES, {"max_tokens": 5}, None),
        (COMPACT_RESPONSE, {"max_output_tokens": 5}, None),
        *((CHAT_COMPLETIONS, {"max_tokens": n}, None) for n in NO_LIMITS),
    ],
)
def test_limit_counts_where_the_provider_keeps_it(
    endpoint: Endpoint, body: dict[str, Any], limit: int | None
) -> None:
    assert NATIVE_APIS["openai"].demand(body, endpoint, "x").max_tokens == limit


async def spent(program: Client) -> float:
    _, listed = await PERSONS[program].call("GET", "/tokens")
    return float(listed["tokens"][0]["spent_usd"])


ASKED = json.dumps({"model": "gpt-4.1", "max_tokens": 100_000})
LIMITS = {CHAT: "max_tokens", RESPONSE: "max_output_tokens"}
MOST = 0.8
"""What 100,000 tokens of gpt-4.1 cost."""


async def wait_for_ever(_request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(3600)
    raise AssertionError


async def hang_up(request: web.Request) -> web.StreamResponse:
    assert request.transport is not None
    request.transport.abort()
    await asyncio.sleep(3600)
    raise AssertionError


async def test_program_that_leaves_before_the_answer_begins_pays(
    start_gateway: StartGateway,
) -> None:
    """The provider has begun to work, and may go on to the end."""
    async with started(start_gateway, wait_for_ever, max_cost_usd=1) as (provider, program):
        leaving = asyncio.create_task(post(program, CHAT, ASKED))
        await wait_until(lambda: bool(provider.bodies))
        leaving.cancel()
        with suppress(asyncio.CancelledError):
            await leaving
        await wait_until(lambda: provider.left == 1)
        assert await spent(program) > MOST
        response, _ = await post(program, CHAT, ASKED)
        assert response.status == 403
        assert len(provider.bodies) == 1


async def test_answer_that_never_begins_is_paid_too(start_gateway: StartGateway) -> None:
    async with started(start_gateway, hang_up, max_cost_usd=1) as (_, program):
        response, _ = await post(program, CHAT, ASKED)
        assert response.status == 502
        assert await spent(program) > MOST


@pytest.mark.parametrize(
    ("status", "paid"), [(400, 0), (429, 0), (500, 0), (503, 0), (408, 1), (504, 1), (524, 1)]
)
async def test_error_behind_which_the_work_may_be_done(
    start_gateway: StartGateway, status: int, paid: bool
) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.json_response({"error": {"message": "no"}}, status=status)

    async with started(start_gateway, answer, max_cost_usd=1) as (_, program):
        response, _ = await post(program, CHAT, ASKED)
        assert response.status == status
        assert (await spent(program) > MOST) == bool(paid)


async def test_stream_that_ends_early_has_not_told_its_usage(start_gateway: StartGateway) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        start = {"type": "message_start", "message": {"usage": {"input_tokens": 1}}}
        error = {"type": "error", "error": {"type": "overloaded_error"}}
        body = "".join(f"event: {e['type']}\ndata: {json.dumps(e)}\n\n" for e in (start, error))
        return web.Response(text=body, content_type="Text/Event-Stream")

    asked = json.dumps({"model": "claude-sonnet-4-6", "max_tokens": 50_000, "stream": True})
    async with started(start_gateway, answer, max_cost_usd=1) as (_, program):
        response, _ = await post(program, MESSAGE, asked)
        assert response.status == 200
        assert await spent(program) > 0.75


ODD_USAGES = [
    '"12"',
    "[]",
    "{}",
    "1e400",
    '{"prompt_tokens": "many", "completion_tokens": 1, "total_tokens": 1}',
    '{"prompt_tokens": -1e9, "completion_tokens": -1000000000, "total_tokens": 5}',
    '{"prompt_tokens": -1000000000, "completion_tokens": -1000000000, "total_tokens": 5}',
    '{"prompt_tokens": Infinity, "completion_tokens": NaN, "total_tokens": 1e400}',
    '{"prompt_tokens": 1' + "0" * 400 + ', "completion_tokens": 1, "total_tokens": 1}',
    '{"prompt_tokens": 1' + "0" * 5000 + ', "completion_tokens": 1, "total_tokens": 1}',
    '{"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2, "self": 1}',
    '{"prompt_tokens": 1, "total_tokens": 2, "prompt_tokens_details": {"cached_tokens": "x"}}',
    '{"prompt_tokens": 1, "total_tokens": 2, "prompt_tokens_details": {"cached_tokens": -9e99}}',
    '{"input_tokens": {}, "output_tokens": [], "total_tokens": {}}',
]


@pytest.mark.parametrize("usage", ODD_USAGES)
@pytest.mark.parametrize("path", [CHAT, RESPONSE])
async def test_usage_that_cannot_be_true(
    start_gateway: StartGateway, usage: str, path: str
) -> None:
    """It comes back as it is, and counts as much as the answer can cost."""
    sent = f'{{"usage": {usage}}}'

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=sent, content_type="application/json")

    async with started(start_gateway, answer, max_cost_usd=1) as (_, program):
        asked = json.dumps({"model": "gpt-4.1", LIMITS[path]: 100_000})
        response, body = await post(program, path, asked)
        assert (response.status, body.decode()) == (200, sent)
        assert MOST < await spent(program) < 1


@pytest.mark.parametrize("usage", ODD_USAGES)
async def test_such_a_usage_counts_nothing_without_a_limit(
    start_gateway: StartGateway, usage: str
) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.Response(text=f'{{"usage": {usage}}}', content_type="application/json")

    async with started(start_gateway, answer) as (_, program):
        assert (await post(program, CHAT, ASKED))[0].status == 200
        assert await spent(program) == 0


async def test_id_of_one_provider_opens_nothing_at_another(start_gateway: StartGateway) -> None:
    """A program may run a provider of its own where the person once added one."""

    async def answer(_request: web.Request) -> web.StreamResponse:
        return web.json_response({"id": "resp_of_another", "usage": {"total_tokens": 1}})

    asked = json.dumps({"model": "gpt-4.1", "previous_response_id": "resp_of_another"})
    async with started(start_gateway, answer) as (provider, program):
        await post(program, MESSAGE, '{"model": "claude-sonnet-4-6"}')
        assert (await post(program, RESPONSE, asked))[0].status == 403
        await post(program, RESPONSE, '{"model": "gpt-4.1"}')
        assert (await post(program, RESPONSE, asked))[0].status == 200
        assert len(provider.bodies) == 3


def test_ids_that_are_kept_have_a_limit() -> None:
    received = ReceivedIds()
    received.add([("openai", "x" * 1_000_000), ("openai", "short")])
    assert ("openai", "short") in received
    assert ("openai", "x" * 1_000_000) not in received


async def test_provider_without_a_key_costs_nothing(start_gateway: StartGateway) -> None:
    async def answer(_request: web.Request) -> web.StreamResponse:
        usage = {"prompt_tokens": 1000, "completion_tokens": 1000, "total_tokens": 2000}
        return web.json_response({"usage": usage})

    async with started(start_gateway, answer, keyless="openai", max_cost_usd=1) as (_, program):
        response, _ = await post(program, CHAT, ASKED)
        assert response.status == 200
        assert await spent(program) == 0
