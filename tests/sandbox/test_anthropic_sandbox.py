from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import pytest

from gateway.sandbox import Sandbox
from tests.sandbox.wire import KEY, Wire, finish_of, text_of

THINKING = {"type": "enabled", "budget_tokens": 1024}


async def test_plain_answer(wire: Wire) -> None:
    reply = await wire.reply("anthropic")
    assert reply.status == 200
    assert reply.headers["request-id"].startswith("req_")
    assert reply.headers["anthropic-ratelimit-requests-remaining"].isdigit()
    body = reply.json
    assert body["type"] == "message"
    assert body["role"] == "assistant"
    assert body["id"].startswith("msg_")
    assert body["model"] == "claude-sonnet-4-6"
    assert body["stop_reason"] == "end_turn"
    assert body["stop_sequence"] is None
    [block] = body["content"]
    assert block["type"] == "text"
    assert "tea and coffee" in block["text"]
    assert body["usage"]["cache_read_input_tokens"] == 0


async def test_stream_in_order(wire: Wire) -> None:
    reply = await wire.reply("anthropic", stream=True)
    assert reply.headers["content-type"] == "text/event-stream"
    names = [name for name, _ in reply.events]
    assert names == [event["type"] for event in reply.data]
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
    start, block, _, *_, end, _ = reply.data
    assert start["message"]["content"] == []
    assert start["message"]["stop_reason"] is None
    assert start["message"]["usage"]["input_tokens"] > 0
    assert block == {
        "type": "content_block_start",
        "index": 0,
        "content_block": {"type": "text", "text": ""},
    }
    assert end["delta"]["stop_reason"] == "end_turn"
    plain = await wire.reply("anthropic")
    assert end["usage"]["output_tokens"] == plain.json["usage"]["output_tokens"]
    assert end["usage"]["input_tokens"] == plain.json["usage"]["input_tokens"]
    assert text_of("anthropic", reply, stream=True) == text_of("anthropic", plain, stream=False)


@pytest.mark.parametrize(
    ("prompt", "changes"),
    [
        ("[[sandbox: thinking]]", {}),
        ("Hello", {"thinking": THINKING}),
        ("Hello", {"thinking": {"type": "adaptive"}}),
    ],
)
async def test_thinking(wire: Wire, prompt: str, changes: dict[str, Any]) -> None:
    plain = (await wire.reply("anthropic", prompt, **changes)).json
    thinking, text = plain["content"]
    assert thinking["type"] == "thinking"
    assert thinking["signature"]
    assert text["type"] == "text"
    events = (await wire.reply("anthropic", prompt, stream=True, **changes)).data
    assert [e["index"] for e in events if e["type"] == "content_block_start"] == [0, 1]
    kinds = [e["delta"]["type"] for e in events if e["type"] == "content_block_delta"]
    turn = kinds.index("signature_delta")
    assert set(kinds[:turn]) == {"thinking_delta"}
    assert set(kinds[turn + 1 :]) == {"text_delta"}
    thought = "".join(e["delta"].get("thinking", "") for e in events if "delta" in e)
    assert thought == thinking["thinking"]
    without = (await wire.reply("anthropic", prompt.replace("thinking", "slow delay_ms=0"))).json
    assert plain["usage"]["output_tokens"] > without["usage"]["output_tokens"]


async def test_missing_key_and_missing_version(wire: Wire) -> None:
    reply = await wire.reply("anthropic", key=None)
    assert reply.status == 401
    assert reply.json["error"] == {
        "type": "authentication_error",
        "message": "x-api-key header is required",
    }
    url = wire.url("anthropic", "", stream=False)
    async with wire.http.post(url, json={}, headers={"x-api-key": KEY}) as response:
        assert response.status == 400
        body = await response.json()
    assert body["error"]["message"] == "anthropic-version: header is required"


async def test_a_key_as_bearer_token(wire: Wire) -> None:
    bearer = {"Authorization": f"Bearer {KEY}", "anthropic-version": "2023-06-01"}
    url = f"{wire.sandbox.api_bases['anthropic']}/v1/models"
    async with wire.http.get(url, headers=bearer) as response:
        assert response.status == 200


async def test_bad_key(wire: Wire) -> None:
    for reply in (
        await wire.reply("anthropic", key="sk-ant-bad-0123456789"),
        await wire.models("anthropic", key="sk-ant-bad-0123456789"),
    ):
        assert reply.status == 401
        body = reply.json
        assert body["type"] == "error"
        assert body["error"] == {"type": "authentication_error", "message": "invalid x-api-key"}
        assert body["request_id"] == reply.headers["request-id"]
        assert reply.headers["x-should-retry"] == "false"


async def test_restricted_key_may_generate_but_not_list(wire: Wire) -> None:
    reply = await wire.models("anthropic", key="sk-ant-restricted-0123")
    assert reply.status == 403
    assert reply.json["error"]["type"] == "permission_error"
    assert (await wire.reply("anthropic", key="sk-ant-restricted-0123")).status == 200


async def test_models_in_pages(wire: Wire) -> None:
    everything = (await wire.models("anthropic")).json
    ids = [model["id"] for model in everything["data"]]
    assert "claude-sonnet-4-6" in ids
    assert "claude-3-5-sonnet-20241022" not in ids
    assert everything["has_more"] is False
    assert (everything["first_id"], everything["last_id"]) == (ids[0], ids[-1])
    page = (await wire.models("anthropic", query="?limit=1")).json
    assert page["has_more"] is True
    after = (await wire.models("anthropic", query=f"?after_id={page['last_id']}")).json
    assert [model["id"] for model in after["data"]] == ids[1:]


@pytest.mark.parametrize("model", ["claude-3-5-sonnet-20241022", "claude-9"])
async def test_model_not_found(wire: Wire, model: str) -> None:
    reply = await wire.reply("anthropic", model=model)
    assert reply.status == 404
    assert reply.json["error"] == {"type": "not_found_error", "message": f"model: {model}"}


async def test_the_fixed_model_may_exist() -> None:
    async with Sandbox(retired=frozenset()) as sandbox, aiohttp.ClientSession() as http:
        reply = await Wire(http, sandbox).reply("anthropic", model="claude-3-5-sonnet-20241022")
    assert reply.status == 200


@pytest.mark.parametrize("stream", [False, True])
async def test_length(wire: Wire, stream: bool) -> None:
    reply = await wire.reply("anthropic", stream=stream, max_tokens=5)
    assert finish_of("anthropic", reply, stream) == "max_tokens"
    usage = (reply.data[-2] if stream else reply.json)["usage"]
    assert usage["output_tokens"] == 5


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"max_tokens": None}, "max_tokens: Field required"),
        ({"max_tokens": 0}, "max_tokens: Input should be greater than or equal to 1"),
        ({"max_tokens": 128_001}, "max_tokens: 128001 > 128000, which is the maximum allowed"),
        ({"temperature": 1.5}, "temperature: range: 0..1"),
        ({"colour": "red"}, "colour: Extra inputs are not permitted"),
        ({"messages": []}, "messages: at least one message is required"),
        ({"messages": [{"role": "system", "content": "x"}]}, 'messages: Unexpected role "system"'),
        ({"messages": [{"role": "user", "content": " "}]}, "messages.0: all messages must have"),
        ({"messages": [{"role": "assistant", "content": "x"}]}, "messages: first message must use"),
        ({"thinking": {"type": "enabled", "budget_tokens": 9}}, "thinking.enabled.budget_tokens"),
        ({"thinking": THINKING, "max_tokens": 1000}, "`max_tokens` must be greater than"),
        ({"thinking": THINKING, "temperature": 0.5}, "`temperature` may only be set to 1"),
        ({"messages": "Hello"}, "Invalid type in the request"),
    ],
)
async def test_bad_requests(wire: Wire, changes: dict[str, Any], message: str) -> None:
    reply = await wire.reply("anthropic", **changes)
    assert reply.status == 400
    assert reply.json["error"]["type"] == "invalid_request_error"
    assert reply.json["error"]["message"].startswith(message)


async def test_prefill_is_taken_by_older_models_only(wire: Wire) -> None:
    messages = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Oh,"}]
    reply = await wire.reply("anthropic", messages=messages)
    assert reply.status == 400
    assert "does not support assistant message prefill" in reply.json["error"]["message"]
    older = "claude-haiku-4-5-20251001"
    assert (await wire.reply("anthropic", messages=messages, model=older)).status == 200


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("fault", "status", "kind"),
    [
        ("bad_key", 401, "authentication_error"),
        ("suspended", 400, "invalid_request_error"),
        ("restricted", 403, "permission_error"),
        ("no_quota", 400, "invalid_request_error"),
        ("billing", 402, "billing_error"),
        ("spend_limit", 400, "invalid_request_error"),
        ("rate_limit", 429, "rate_limit_error"),
        ("overloaded", 529, "overloaded_error"),
        ("context_too_long", 400, "invalid_request_error"),
        ("model_gone", 404, "not_found_error"),
        ("bad_request", 400, "invalid_request_error"),
        ("server_error", 500, "api_error"),
    ],
)
async def test_errors(wire: Wire, stream: bool, fault: str, status: int, kind: str) -> None:
    reply = await wire.reply("anthropic", f"[[sandbox: {fault}]]", stream=stream)
    assert reply.status == status
    assert set(reply.json) == {"type", "error", "request_id"}
    assert reply.json["error"]["type"] == kind
    assert reply.headers["request-id"] == reply.json["request_id"]


async def test_errors_about_payment(wire: Wire) -> None:
    reply = await wire.reply("anthropic", "[[sandbox: no_quota]]")
    assert reply.json["error"]["message"].startswith("Your credit balance is too low")
    reply = await wire.reply("anthropic", "[[sandbox: spend_limit]]")
    assert reply.json["error"]["message"].startswith("You have reached your specified API usage")


async def test_rate_limit_in_seconds_and_as_date(wire: Wire) -> None:
    reply = await wire.reply("anthropic", "[[sandbox: rate_limit retry_after=7]]")
    assert reply.headers["retry-after"] == "7"
    assert reply.headers["x-should-retry"] == "true"
    assert reply.headers["anthropic-ratelimit-requests-remaining"] == "0"
    reply = await wire.reply("anthropic", "[[sandbox: overloaded retry_after_date=60]]")
    assert parsedate_to_datetime(reply.headers["retry-after"]) > datetime.now(UTC)


async def test_refusals(wire: Wire) -> None:
    blocked = (await wire.reply("anthropic", "[[sandbox: content_blocked]]")).json
    assert blocked["content"] == []
    assert blocked["stop_reason"] == "refusal"
    assert blocked["stop_details"]["type"] == "refusal"
    events = (await wire.reply("anthropic", "[[sandbox: content_blocked]]", stream=True)).data
    assert [e["type"] for e in events] == ["message_start", "message_delta", "message_stop"]
    assert events[1]["delta"]["stop_reason"] == "refusal"
    filtered = (await wire.reply("anthropic", "[[sandbox: content_filtered]]")).json
    assert filtered["stop_reason"] == "refusal"
    assert filtered["content"][0]["text"]


async def test_output_blocked_by_an_error(wire: Wire) -> None:
    reply = await wire.reply("anthropic", "[[sandbox: output_blocked]]")
    assert reply.status == 400
    assert reply.json["error"]["message"] == "Output blocked by content filtering policy"
    reply = await wire.reply("anthropic", "[[sandbox: output_blocked]]", stream=True)
    assert text_of("anthropic", reply, stream=True)
    assert reply.events[-1][0] == "error"
    assert reply.data[-1]["error"]["message"] == "Output blocked by content filtering policy"


async def test_cached_input_is_counted_apart(wire: Wire) -> None:
    whole = (await wire.reply("anthropic", "[[sandbox: long tokens=9]] Hello")).json["usage"]
    usage = (await wire.reply("anthropic", "[[sandbox: cached tokens=9]] Hello")).json["usage"]
    assert usage["cache_read_input_tokens"] > 0
    assert usage["input_tokens"] < whole["input_tokens"]
