import json
from typing import Any

import aiohttp
import pytest

from gateway.sandbox import Sandbox
from tests.sandbox.wire import KEY, Wire, finish_of, text_of


async def test_plain_answer(wire: Wire) -> None:
    reply = await wire.reply("gemini")
    assert reply.status == 200
    body = reply.json
    [candidate] = body["candidates"]
    assert candidate["content"]["role"] == "model"
    assert candidate["finishReason"] == "STOP"
    assert candidate["index"] == 0
    assert "tea and coffee" in candidate["content"]["parts"][0]["text"]
    assert body["modelVersion"] == "gemini-2.5-pro"
    assert body["responseId"]
    usage = body["usageMetadata"]
    assert usage["thoughtsTokenCount"] > 0
    assert usage["totalTokenCount"] == (
        usage["promptTokenCount"] + usage["candidatesTokenCount"] + usage["thoughtsTokenCount"]
    )


async def test_stream_of_events(wire: Wire) -> None:
    reply = await wire.reply("gemini", stream=True)
    assert reply.headers["content-type"] == "text/event-stream"
    assert b"\r\n\r\n" in reply.raw
    assert b"[DONE]" not in reply.raw
    *pieces, last = reply.data
    assert len(pieces) > 10
    assert all("finishReason" not in piece["candidates"][0] for piece in pieces)
    assert all("usageMetadata" in piece for piece in reply.data)
    assert len({piece["responseId"] for piece in reply.data}) == 1
    assert last["candidates"][0]["finishReason"] == "STOP"
    plain = await wire.reply("gemini")
    assert last["usageMetadata"] == plain.json["usageMetadata"]
    assert text_of("gemini", reply, stream=True) == text_of("gemini", plain, stream=False)


async def test_stream_as_one_array(wire: Wire) -> None:
    url = wire.url("gemini", "gemini-2.5-pro", stream=True).removesuffix("?alt=sse")
    reply = await wire.reply("gemini", url=url)
    assert reply.headers["content-type"] == "application/json; charset=UTF-8"
    assert isinstance(reply.json, list)
    assert reply.json[-1]["candidates"][0]["finishReason"] == "STOP"
    failed = await wire.reply("gemini", "[[sandbox: overloaded]]", url=url)
    assert failed.status == 503
    assert failed.json[0]["error"]["status"] == "UNAVAILABLE"
    midway = await wire.reply("gemini", "[[sandbox: error_midway]]", url=url)
    assert midway.json[-1]["error"]["status"] == "UNAVAILABLE"


@pytest.mark.parametrize(
    ("prompt", "changes"),
    [
        ("[[sandbox: thinking]]", {}),
        ("Hello", {"generationConfig": {"thinkingConfig": {"includeThoughts": True}}}),
        ("Hello", {"generation_config": {"thinking_config": {"include_thoughts": True}}}),
    ],
)
async def test_thoughts(wire: Wire, prompt: str, changes: dict[str, Any]) -> None:
    thought, text = (await wire.reply("gemini", prompt, **changes)).json["candidates"][0][
        "content"
    ]["parts"]
    assert thought["thought"] is True
    assert "thought" not in text
    stream = (await wire.reply("gemini", prompt, stream=True, **changes)).data
    parts = [part for piece in stream for part in piece["candidates"][0]["content"]["parts"]]
    thoughts = [part["text"] for part in parts if part.get("thought")]
    assert "".join(thoughts) == thought["text"]
    assert all(part.get("thought") for part in parts[: len(thoughts)])


async def test_missing_key(wire: Wire) -> None:
    reply = await wire.reply("gemini", key=None)
    assert reply.status == 403
    assert reply.json["error"]["status"] == "PERMISSION_DENIED"
    assert reply.json["error"]["message"].startswith("Method doesn't allow unregistered callers")


async def test_bad_key(wire: Wire) -> None:
    for reply in (
        await wire.reply("gemini", key="AIza-bad-0123456789abcdef"),
        await wire.models("gemini", key="AIza-bad-0123456789abcdef"),
    ):
        assert reply.status == 400
        error = reply.json["error"]
        assert error["code"] == 400
        assert error["status"] == "INVALID_ARGUMENT"
        assert error["message"] == "API key not valid. Please pass a valid API key."
        info = error["details"][0]
        assert info["@type"] == "type.googleapis.com/google.rpc.ErrorInfo"
        assert info["reason"] == "API_KEY_INVALID"
        assert info["metadata"]["service"] == "generativelanguage.googleapis.com"


async def test_key_in_the_url_is_taken_and_recorded(wire: Wire) -> None:
    url = wire.url("gemini", "gemini-2.5-pro", stream=False) + f"?key={KEY}"
    assert (await wire.reply("gemini", url=url, key=None)).status == 200
    assert f"key={KEY}" in wire.sandbox.requests[-1].path


async def test_restricted_key_may_generate_but_not_list(wire: Wire) -> None:
    reply = await wire.models("gemini", key="AIza-restricted-0123456789")
    assert reply.status == 403
    error = reply.json["error"]
    assert error["status"] == "PERMISSION_DENIED"
    assert error["details"][0]["reason"] == "API_KEY_SERVICE_BLOCKED"
    assert error["details"][0]["metadata"]["methodName"].endswith("ModelService.ListModels")
    assert (await wire.reply("gemini", key="AIza-restricted-0123456789")).status == 200


async def test_models_in_pages(wire: Wire) -> None:
    models = (await wire.models("gemini")).json["models"]
    names = [model["name"] for model in models]
    assert "models/gemini-2.5-pro" in names
    assert "models/gemini-1.5-pro" not in names
    methods = {model["name"]: model["supportedGenerationMethods"] for model in models}
    assert "generateContent" in methods["models/gemini-2.5-pro"]
    assert "generateContent" not in methods["models/gemini-embedding-001"]
    page = (await wire.models("gemini", query="?pageSize=1")).json
    rest = (await wire.models("gemini", query=f"?pageToken={page['nextPageToken']}")).json
    assert [model["name"] for model in page["models"] + rest["models"]] == names


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("model", ["gemini-1.5-pro", "gemini-9"])
async def test_model_not_found(wire: Wire, model: str, stream: bool) -> None:
    reply = await wire.reply("gemini", model=model, stream=stream)
    assert reply.status == 404
    assert reply.json["error"]["status"] == "NOT_FOUND"
    assert reply.json["error"]["message"].startswith(
        f"models/{model} is not found for API version v1beta, or is not supported for "
        "generateContent."
    )


async def test_the_fixed_model_may_exist() -> None:
    async with Sandbox(retired=frozenset()) as sandbox, aiohttp.ClientSession() as http:
        reply = await Wire(http, sandbox).reply("gemini", model="gemini-1.5-pro")
    assert reply.status == 200
    assert "thoughtsTokenCount" not in reply.json["usageMetadata"]


@pytest.mark.parametrize("stream", [False, True])
async def test_length(wire: Wire, stream: bool) -> None:
    config = {"maxOutputTokens": 10}
    reply = await wire.reply("gemini", stream=stream, generationConfig=config)
    assert finish_of("gemini", reply, stream) == "MAX_TOKENS"
    assert text_of("gemini", reply, stream)
    usage = (reply.data[-1] if stream else reply.json)["usageMetadata"]
    assert usage["candidatesTokenCount"] + usage["thoughtsTokenCount"] == 10


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"colour": "red"}, 'Invalid JSON payload received. Unknown name "colour": Cannot find'),
        (
            {"generationConfig": {"max_tokens": 9}},
            "Invalid JSON payload received. Unknown name \"maxTokens\" at 'generation_config'",
        ),
        ({"contents": None}, "* GenerateContentRequest.contents: contents is not specified"),
        ({"contents": [{"role": "assistant", "parts": []}]}, "Please use a valid role"),
        ({"generationConfig": {"temperature": 3}}, "Unable to submit request because it has a te"),
        ({"generationConfig": {"maxOutputTokens": 0}}, "Unable to submit request because it has"),
        ({"contents": "Hello"}, "Invalid type in the request"),
    ],
)
async def test_bad_requests(wire: Wire, changes: dict[str, Any], message: str) -> None:
    reply = await wire.reply("gemini", **changes)
    assert reply.status == 400
    assert reply.json["error"]["status"] == "INVALID_ARGUMENT"
    assert reply.json["error"]["message"].startswith(message)


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize(
    ("fault", "status", "name"),
    [
        ("bad_key", 400, "INVALID_ARGUMENT"),
        ("suspended", 403, "PERMISSION_DENIED"),
        ("restricted", 403, "PERMISSION_DENIED"),
        ("no_quota", 429, "RESOURCE_EXHAUSTED"),
        ("billing", 429, "RESOURCE_EXHAUSTED"),
        ("spend_limit", 429, "RESOURCE_EXHAUSTED"),
        ("rate_limit", 429, "RESOURCE_EXHAUSTED"),
        ("overloaded", 503, "UNAVAILABLE"),
        ("context_too_long", 400, "INVALID_ARGUMENT"),
        ("model_gone", 404, "NOT_FOUND"),
        ("bad_request", 400, "INVALID_ARGUMENT"),
        ("server_error", 500, "INTERNAL"),
    ],
)
async def test_errors(wire: Wire, stream: bool, fault: str, status: int, name: str) -> None:
    reply = await wire.reply("gemini", f"[[sandbox: {fault}]]", stream=stream)
    assert reply.status == status
    assert reply.json["error"]["code"] == status
    assert reply.json["error"]["status"] == name
    assert "retry-after" not in reply.headers


def details(reply_json: Any) -> dict[str, Any]:
    """The error's details by the last word of their type."""
    return {one["@type"].rsplit(".", 1)[1]: one for one in reply_json["error"]["details"]}


async def test_rate_limit_and_spent_quota_differ_in_the_quota_id(wire: Wire) -> None:
    rush = details((await wire.reply("gemini", "[[sandbox: rate_limit retry_after=7]]")).json)
    assert "PerMinute" in rush["QuotaFailure"]["violations"][0]["quotaId"]
    assert rush["RetryInfo"]["retryDelay"] == "7s"
    spent = details((await wire.reply("gemini", "[[sandbox: no_quota]]")).json)
    assert "PerDay" in spent["QuotaFailure"]["violations"][0]["quotaId"]
    assert "RetryInfo" not in spent


async def test_a_suspended_key_is_shown_whole(wire: Wire) -> None:
    reply = await wire.reply("gemini", "[[sandbox: suspended]]")
    assert f"'api_key:{KEY}'" in reply.json["error"]["message"]


async def test_a_blocked_prompt_has_feedback_and_no_candidate(wire: Wire) -> None:
    for stream in (False, True):
        reply = await wire.reply("gemini", "[[sandbox: content_blocked]]", stream=stream)
        assert reply.status == 200
        [body] = reply.data if stream else [reply.json]
        assert body["promptFeedback"]["blockReason"] == "PROHIBITED_CONTENT"
        assert "candidates" not in body


@pytest.mark.parametrize("fault", ["content_filtered", "output_blocked"])
@pytest.mark.parametrize("stream", [False, True])
async def test_a_filtered_answer_is_cut(wire: Wire, fault: str, stream: bool) -> None:
    reply = await wire.reply("gemini", f"[[sandbox: {fault}]]", stream=stream)
    assert finish_of("gemini", reply, stream) == "SAFETY"
    assert text_of("gemini", reply, stream)


async def test_unknown_url_is_a_page(wire: Wire) -> None:
    async with wire.http.get(wire.sandbox.api_bases["gemini"] + "/x") as response:
        assert response.status == 404
        assert response.content_type == "text/html"


async def test_cached_input(wire: Wire) -> None:
    usage = (await wire.reply("gemini", "[[sandbox: cached]] Hello")).json["usageMetadata"]
    assert 0 < usage["cachedContentTokenCount"] < usage["promptTokenCount"]
    assert json.dumps(usage).count("TEXT") == 2
