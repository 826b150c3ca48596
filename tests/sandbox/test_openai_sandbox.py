from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import pytest

from gateway.sandbox import Sandbox
from tests.sandbox.wire import KEY, Wire, finish_of, text_of


async def test_plain_answer(wire: Wire) -> None:
    reply = await wire.reply("openai")
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["x-request-id"].startswith("req_")
    assert reply.headers["x-ratelimit-remaining-requests"].isdigit()
    body = reply.json
    assert body["object"] == "chat.completion"
    assert body["id"].startswith("chatcmpl-")
    assert body["model"] == "gpt-4.1-2025-04-14"
    [choice] = body["choices"]
    assert choice["index"] == 0
    assert choice["finish_reason"] == "stop"
    assert choice["message"]["role"] == "assistant"
    assert choice["message"]["refusal"] is None
    assert "tea and coffee" in choice["message"]["content"]
    usage = body["usage"]
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]
    assert usage["prompt_tokens_details"]["cached_tokens"] == 0
    assert usage["completion_tokens_details"]["reasoning_tokens"] == 0


async def test_stream_in_order(wire: Wire) -> None:
    reply = await wire.reply("openai", stream=True)
    assert reply.headers["content-type"] == "text/event-stream"
    assert reply.events[-1] == ("message", "[DONE]")
    first, *pieces, finish, usage = reply.data
    assert {chunk["object"] for chunk in reply.data} == {"chat.completion.chunk"}
    assert len({chunk["id"] for chunk in reply.data}) == 1
    assert first["choices"][0]["delta"] == {"role": "assistant", "content": "", "refusal": None}
    assert all(set(chunk["choices"][0]["delta"]) == {"content"} for chunk in pieces)
    assert all(chunk["choices"][0]["finish_reason"] is None for chunk in (first, *pieces))
    assert all(chunk["usage"] is None for chunk in (first, *pieces, finish))
    assert finish["choices"][0]["delta"] == {}
    assert finish["choices"][0]["finish_reason"] == "stop"
    assert usage["choices"] == []
    plain = await wire.reply("openai")
    assert usage["usage"] == plain.json["usage"]
    assert text_of("openai", reply, stream=True) == text_of("openai", plain, stream=False)


async def test_stream_without_usage(wire: Wire) -> None:
    reply = await wire.reply("openai", stream=True, stream_options=None)
    assert all("usage" not in chunk for chunk in reply.data)
    assert reply.data[-1]["choices"][0]["finish_reason"] == "stop"


async def test_missing_key(wire: Wire) -> None:
    reply = await wire.reply("openai", key=None)
    assert reply.status == 401
    assert reply.json["error"]["message"].startswith("You didn't provide an API key.")
    assert reply.json["error"]["code"] is None


async def test_bad_key_shows_a_piece_of_itself(wire: Wire) -> None:
    for reply in (
        await wire.reply("openai", key="sk-bad-0123456789abcdefWXYZ"),
        await wire.models("openai", key="sk-bad-0123456789abcdefWXYZ"),
    ):
        assert reply.status == 401
        error = reply.json["error"]
        assert error["code"] == "invalid_api_key"
        assert error["type"] == "invalid_request_error"
        assert "sk-bad-0***************WXYZ" in error["message"]


async def test_restricted_key_may_generate_but_not_list(wire: Wire) -> None:
    reply = await wire.models("openai", key="sk-restricted-0123456789")
    assert reply.status == 401
    assert "Missing scopes: api.model.read." in reply.json["error"]["message"]
    assert (await wire.reply("openai", key="sk-restricted-0123456789")).status == 200


async def test_models(wire: Wire) -> None:
    reply = await wire.models("openai")
    assert reply.json["object"] == "list"
    ids = [model["id"] for model in reply.json["data"]]
    assert "gpt-4.1" in ids
    assert "gpt-4" not in ids
    assert {model["object"] for model in reply.json["data"]} == {"model"}


@pytest.mark.parametrize("model", ["gpt-4", "gpt-9"])
async def test_model_not_found(wire: Wire, model: str) -> None:
    reply = await wire.reply("openai", model=model)
    assert reply.status == 404
    assert reply.json["error"] == {
        "message": f"The model `{model}` does not exist or you do not have access to it.",
        "type": "invalid_request_error",
        "param": None,
        "code": "model_not_found",
    }


async def test_the_fixed_model_may_exist() -> None:
    async with Sandbox(retired=frozenset()) as sandbox, aiohttp.ClientSession() as http:
        reply = await Wire(http, sandbox).reply("openai", model="gpt-4")
    assert reply.status == 200
    assert reply.json["model"] == "gpt-4-0613"


@pytest.mark.parametrize("limit", ["max_tokens", "max_completion_tokens"])
@pytest.mark.parametrize("stream", [False, True])
async def test_length(wire: Wire, limit: str, stream: bool) -> None:
    changes: dict[str, Any] = {limit: 5}
    reply = await wire.reply("openai", stream=stream, **changes)
    assert finish_of("openai", reply, stream) == "length"
    usage = (reply.data[-1] if stream else reply.json)["usage"]
    assert usage["completion_tokens"] == 5


@pytest.mark.parametrize(
    ("changes", "param", "code"),
    [
        ({"colour": "red"}, None, None),
        ({"messages": []}, "messages", "empty_array"),
        ({"messages": None}, "messages", "missing_required_parameter"),
        ({"messages": ["Hello"]}, "messages[0]", "invalid_type"),
        ({"messages": [{"role": "tester", "content": "x"}]}, "messages[0].role", "invalid_value"),
        ({"messages": [{"role": "user", "content": None}]}, "messages.[0].content", None),
        ({"temperature": 3}, "temperature", "decimal_above_max_value"),
        ({"max_tokens": 0}, "max_tokens", "integer_below_min_value"),
        ({"max_tokens": 99_999}, "max_tokens", "invalid_value"),
        ({"stream_options": {"include_usage": True}}, "stream_options", None),
        ({"model": "gpt-5", "max_tokens": 100}, "max_tokens", "unsupported_parameter"),
        ({"model": "gpt-5", "temperature": 0.5}, "temperature", "unsupported_value"),
        ({"model": "gpt-5", "stop": "x"}, "stop", "unsupported_parameter"),
        ({"stop": list("abcde")}, "stop", "array_above_max_length"),
        ({"n": 0}, "n", "integer_below_min_value"),
        ({"tools": []}, "tools", "empty_array"),
        ({"tool_choice": "auto"}, "tool_choice", None),
        ({"parallel_tool_calls": False}, "parallel_tool_calls", None),
        ({"response_format": {"type": "xml"}}, "response_format.type", "invalid_value"),
        ({"response_format": {"type": "json_object"}}, "messages", None),
    ],
)
async def test_bad_requests(
    wire: Wire, changes: dict[str, Any], param: str | None, code: str | None
) -> None:
    reply = await wire.reply("openai", **changes)
    assert reply.status == 400
    error = reply.json["error"]
    assert error["type"] == "invalid_request_error"
    assert (error["param"], error["code"]) == (param, code)


async def test_a_body_that_is_no_json(wire: Wire) -> None:
    url = wire.url("openai", "gpt-4.1", stream=False)
    async with wire.http.post(url, data=b"{", headers=wire.auth("openai", KEY)) as response:
        assert response.status == 400
        assert "could not parse the JSON body" in (await response.json())["error"]["message"]


async def test_unknown_url(wire: Wire) -> None:
    async with wire.http.get(wire.sandbox.api_bases["openai"] + "/v1/models") as response:
        assert response.status == 404
        assert (await response.json())["error"]["code"] == "unknown_url"


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("fault", "status", "kind", "code"),
    [
        ("bad_key", 401, "invalid_request_error", "invalid_api_key"),
        ("suspended", 401, "invalid_request_error", "account_deactivated"),
        ("restricted", 403, "invalid_request_error", None),
        ("no_quota", 429, "insufficient_quota", "insufficient_quota"),
        ("billing", 429, "billing_not_active", "billing_not_active"),
        ("spend_limit", 429, "insufficient_quota", "organization_spend_limit_exceeded"),
        ("rate_limit", 429, "requests", "rate_limit_exceeded"),
        ("overloaded", 503, "service_unavailable_error", "server_is_overloaded"),
        ("context_too_long", 400, "invalid_request_error", "context_length_exceeded"),
        ("content_blocked", 400, "invalid_request_error", "invalid_prompt"),
        ("model_gone", 404, "invalid_request_error", "model_not_found"),
        ("bad_request", 400, "invalid_request_error", "invalid_type"),
        ("server_error", 500, "server_error", None),
    ],
)
async def test_errors(
    wire: Wire, stream: bool, fault: str, status: int, kind: str, code: str | None
) -> None:
    reply = await wire.reply("openai", f"[[sandbox: {fault}]]", stream=stream)
    assert reply.status == status
    assert reply.headers["x-request-id"]
    assert set(reply.json["error"]) == {"message", "type", "param", "code"}
    assert reply.json["error"]["type"] == kind
    assert reply.json["error"]["code"] == code


async def test_rate_limit_in_seconds_and_as_date(wire: Wire) -> None:
    reply = await wire.reply("openai", "[[sandbox: rate_limit retry_after=1.5]]")
    assert reply.headers["retry-after"] == "1.5"
    assert reply.headers["retry-after-ms"] == "1500"
    assert reply.headers["x-ratelimit-remaining-requests"] == "0"
    assert "Please try again in 1.5s." in reply.json["error"]["message"]
    reply = await wire.reply("openai", "[[sandbox: rate_limit retry_after_date=60]]")
    wait = parsedate_to_datetime(reply.headers["retry-after"]) - datetime.now(UTC)
    assert timedelta(seconds=50) < wait <= timedelta(seconds=60)
    assert "retry-after-ms" not in reply.headers
    assert "retry-after" not in (await wire.reply("openai", "[[sandbox: rate_limit]]")).headers


async def test_reasoning_is_counted_but_not_shown(wire: Wire) -> None:
    usage = (await wire.reply("openai", model="gpt-5")).json["usage"]
    assert usage["completion_tokens_details"]["reasoning_tokens"] > 0
    assert usage["total_tokens"] == usage["prompt_tokens"] + usage["completion_tokens"]


async def test_cached_input(wire: Wire) -> None:
    usage = (await wire.reply("openai", "[[sandbox: cached]] Hello")).json["usage"]
    assert 0 < usage["prompt_tokens_details"]["cached_tokens"] < usage["prompt_tokens"]
