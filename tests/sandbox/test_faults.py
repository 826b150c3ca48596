"""Faults of the connection, which are the same for all providers."""

import asyncio
import json

import aiohttp
import pytest

from gateway.sandbox import Sandbox
from tests.sandbox.wire import (
    KEY,
    MODELS,
    PROVIDERS,
    RETIRED,
    Wire,
    finish_of,
    text_of,
)

each_provider = pytest.mark.parametrize("provider", PROVIDERS)
plain_and_streamed = pytest.mark.parametrize("stream", [False, True])


@each_provider
@plain_and_streamed
async def test_reset(wire: Wire, provider: str, stream: bool) -> None:
    with pytest.raises(aiohttp.ClientOSError):
        await wire.reply(provider, "[[sandbox: reset]]", stream=stream)


@each_provider
@plain_and_streamed
async def test_page_of_a_proxy(wire: Wire, provider: str, stream: bool) -> None:
    reply = await wire.reply(provider, "[[sandbox: html]]", stream=stream)
    assert reply.status == 502
    assert reply.headers["content-type"].startswith("text/html")
    assert b"502" in reply.raw


@each_provider
@plain_and_streamed
@pytest.mark.parametrize("fault", ["hang", "hang_midway"])
async def test_hanging_ends_when_the_client_leaves(
    wire: Wire, provider: str, stream: bool, fault: str
) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await wire.reply(provider, f"[[sandbox: {fault}]]", stream=stream)
    [seen] = wire.sandbox.requests
    await seen.wait_ended(1)
    assert seen.closed_early


@each_provider
async def test_hanging_midway_has_sent_something(wire: Wire, provider: str) -> None:
    async with wire.ask(provider, "[[sandbox: hang_midway]]", stream=True) as response:
        assert response.status == 200
        assert b"data: {" in await response.content.readany()
    async with wire.ask(provider, "[[sandbox: hang_midway]]") as response:
        assert await response.content.readany()


@each_provider
@plain_and_streamed
async def test_endless(wire: Wire, provider: str, stream: bool) -> None:
    async with wire.ask(provider, "[[sandbox: endless]]", stream=stream) as response:
        whole = await wire.reply(provider, "hi", stream=stream)
        assert await response.content.readexactly(3 * len(whole.raw))
    await wire.sandbox.requests[0].wait_ended(1)
    assert wire.sandbox.requests[0].closed_early


@each_provider
@plain_and_streamed
async def test_cut(wire: Wire, provider: str, stream: bool) -> None:
    async with wire.ask(provider, "[[sandbox: cut]]", stream=stream) as response:
        assert response.status == 200
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()


@each_provider
async def test_truncated_stream_ends_well_but_without_end(wire: Wire, provider: str) -> None:
    reply = await wire.reply(provider, "[[sandbox: truncated]]", stream=True)
    assert text_of(provider, reply, stream=True)
    assert finish_of(provider, reply, stream=True) is None
    assert b"[DONE]" not in reply.raw
    assert b"message_stop" not in reply.raw


@each_provider
@pytest.mark.parametrize("fault", ["truncated", "malformed"])
async def test_broken_plain_answer(wire: Wire, provider: str, fault: str) -> None:
    reply = await wire.reply(provider, f"[[sandbox: {fault}]]")
    assert reply.status == 200
    assert len(reply.raw) > 100
    with pytest.raises(ValueError, match="column"):
        json.loads(reply.raw)


@each_provider
@plain_and_streamed
async def test_empty(wire: Wire, provider: str, stream: bool) -> None:
    reply = await wire.reply(provider, "[[sandbox: empty]]", stream=stream)
    assert reply.status == 200
    assert reply.raw == b""


@each_provider
async def test_malformed_stream_is_broken_in_one_place(wire: Wire, provider: str) -> None:
    reply = await wire.reply(provider, "[[sandbox: malformed]]", stream=True)
    broken = [data for _, data in reply.events if data != "[DONE]" and not _is_json(data)]
    assert len(broken) == 1
    assert len(reply.events) > 20
    assert _is_json(reply.events[-1][1]) or reply.events[-1][1] == "[DONE]"


@each_provider
async def test_error_midway(wire: Wire, provider: str) -> None:
    reply = await wire.reply(provider, "[[sandbox: error_midway]]", stream=True)
    assert reply.status == 200
    assert "error" in reply.data[-1]
    assert len(reply.data) > 10
    name = reply.events[-1][0]
    assert name == ("error" if provider == "anthropic" else "message")
    plain = await wire.reply(provider, "[[sandbox: error_midway]]")
    assert plain.status == {"openai": 503, "anthropic": 529, "gemini": 503}[provider]


@each_provider
@plain_and_streamed
async def test_content_filtered_keeps_what_was_written(
    wire: Wire, provider: str, stream: bool
) -> None:
    reply = await wire.reply(provider, "[[sandbox: content_filtered]]", stream=stream)
    whole = text_of(provider, await wire.reply(provider, "[[sandbox: slow delay_ms=0]]"), False)
    text = text_of(provider, reply, stream)
    assert 0 < len(text) < len(whole)
    assert whole.startswith(text)
    reasons = {"openai": "content_filter", "anthropic": "refusal", "gemini": "SAFETY"}
    assert finish_of(provider, reply, stream) == reasons[provider]


@each_provider
async def test_times_counts_the_same_prompt(wire: Wire, provider: str) -> None:
    prompt = "[[sandbox: server_error times=2]] Hello"
    statuses = [(await wire.reply(provider, prompt)).status for _ in range(4)]
    assert statuses == [500, 500, 200, 200]
    assert (await wire.reply(provider, prompt + " you")).status == 500
    wire.sandbox.forget()
    assert (await wire.reply(provider, prompt)).status == 500


@each_provider
async def test_a_retired_model_is_gone_before_other_faults(wire: Wire, provider: str) -> None:
    retired = RETIRED[provider]
    prompt = "[[sandbox: overloaded times=1]]"
    assert (await wire.reply(provider, prompt, model=retired)).status == 404
    assert (await wire.reply(provider, prompt)).status in {503, 529}
    assert (await wire.reply(provider, "[[sandbox: html]]", model=retired)).status == 502


@each_provider
async def test_a_fault_for_one_model(wire: Wire, provider: str) -> None:
    prompt = f"[[sandbox: model_gone model={MODELS[provider]}]]"
    assert (await wire.reply(provider, prompt)).status == 404
    others = {
        "openai": "gpt-4o",
        "anthropic": "claude-opus-4-6",
        "gemini": "gemini-2.5-flash",
    }
    assert (await wire.reply(provider, prompt, model=others[provider])).status == 200


@each_provider
async def test_a_typing_error_in_a_directive_is_told(wire: Wire, provider: str) -> None:
    reply = await wire.reply(provider, "[[sandbox: overlaoded]]")
    assert reply.status == 400
    assert "overlaoded" in reply.json["error"]["message"]


@each_provider
async def test_only_the_last_user_message_counts(wire: Wire, provider: str) -> None:
    earlier = "[[sandbox: server_error]]"
    if provider == "gemini":
        turns = [("user", earlier), ("model", "Sorry"), ("user", "Again")]
        contents = [{"role": role, "parts": [{"text": text}]} for role, text in turns]
        reply = await wire.reply(provider, contents=contents)
    else:
        turns = [("user", earlier), ("assistant", "Sorry"), ("user", "Again")]
        messages = [{"role": role, "content": text} for role, text in turns]
        reply = await wire.reply(provider, messages=messages)
    assert reply.status == 200


@each_provider
async def test_slow_and_wait(wire: Wire, provider: str) -> None:
    clock = asyncio.get_running_loop().time
    start = clock()
    async with wire.ask(
        provider, "[[sandbox: slow delay_ms=20 wait_ms=100 echo]] Hello you", stream=True
    ) as response:
        assert clock() - start >= 0.1
        await response.read()
    assert clock() - start >= 0.1 + 2 * 0.02
    start = clock()
    await wire.reply(provider, "[[sandbox: slow delay_ms=20 echo]] Hello you")
    assert clock() - start >= 2 * 0.02


@each_provider
async def test_leaving_a_slow_stream(wire: Wire, provider: str) -> None:
    async with wire.ask(provider, "[[sandbox: slow delay_ms=20]]", stream=True) as response:
        await response.content.readany()
    await wire.sandbox.requests[0].wait_ended(1)
    assert wire.sandbox.requests[0].closed_early


@each_provider
async def test_long(wire: Wire, provider: str) -> None:
    reply = await wire.reply(provider, "[[sandbox: long tokens=3000]]", stream=True)
    plain = await wire.reply(provider, "[[sandbox: long tokens=3000]]")
    assert text_of(provider, reply, stream=True) == text_of(provider, plain, stream=False)
    assert len(text_of(provider, plain, stream=False)) > 5000


@each_provider
@plain_and_streamed
async def test_echo_is_exact(wire: Wire, provider: str, stream: bool) -> None:
    text = 'Zwölf "Boxkämpfer"\n\t<b>&amp;</b> 日本 👩\u200d💻 \\[x\\] data: [DONE]\n\nevent: x'
    reply = await wire.reply(provider, f"[[sandbox: echo]]{text}", stream=stream)
    assert text_of(provider, reply, stream) == text


async def test_multibyte_characters_are_split_between_writes(wire: Wire) -> None:
    pieces = []
    async with wire.ask("openai", "[[sandbox: slow delay_ms=2]]", stream=True) as response:
        async for piece, _ in response.content.iter_chunks():
            pieces.append(piece)
    assert any(0x80 <= piece[0] < 0xC0 for piece in pieces if piece), "no piece begins within one"


def _is_json(data: str) -> bool:
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


async def test_lone_surrogates_do_no_harm(sandbox: Sandbox) -> None:
    body = b'{"model":"gpt-4.1","messages":[{"role":"user","content":"[[sandbox: echo]] \\ud83d"}]}'
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    url = sandbox.api_bases["openai"] + "/chat/completions"
    async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as got:
        assert (await got.json())["choices"][0]["message"]["content"] == "?"
