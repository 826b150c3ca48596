"""Streams in shapes that the standard or a provider's documentation allows, and ends that are none.

On both transports: events that say nothing, corners of the event stream, whole replies where a
stream was asked for, null where a number or an object is expected.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway
from tests.gateway.scripted_upstream import (
    DONE,
    Json,
    Reply,
    ScriptedUpstream,
    anthropic_body,
    chunk,
    event,
    gemini_body,
    openai_body,
    page,
    plain,
    streamed,
)
from tests.gateway.test_odd_upstreams import start_with
from tests.gateway.transports import on_both_transports

PROVIDERS = ("openai", "anthropic", "gemini")


def anthropic_events(
    *texts: str,
    stop_reason: object = "end_turn",
    start: Json | None = None,
    end: Json | None = None,
) -> list[bytes]:
    """The events of a stream of Anthropic's, with the usages at its start and end."""
    message: dict[str, Any] = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": "claude",
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 5000, "output_tokens": 1} if start is None else start,
    }
    block = {
        "type": "content_block_start",
        "index": 0,
        "content_block": {"type": "text", "text": ""},
    }
    deltas = [
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": text}}
        for text in texts
    ]
    delta = {"stop_reason": stop_reason, "stop_sequence": None}
    usage = {"output_tokens": 7} if end is None else end
    events: list[dict[str, Any]] = [
        {"type": "message_start", "message": message},
        block,
        *deltas,
        {"type": "content_block_stop", "index": 0},
        {"type": "message_delta", "delta": delta, "usage": usage},
        {"type": "message_stop"},
    ]
    return [b"event: %s\n" % one["type"].encode() + event(one) for one in events]


def gemini_events(
    *texts: str, finish_reason: object = "STOP", usage: Json | None = None
) -> list[bytes]:
    """The events of a stream of Gemini's; the last has reason and usage."""
    counted = {"promptTokenCount": 3, "candidatesTokenCount": 2, "totalTokenCount": 5}
    pieces: list[dict[str, Any]] = [
        {"candidates": [{"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}]}
        for text in texts
    ]
    pieces[-1]["candidates"][0]["finishReason"] = finish_reason
    pieces[-1]["usageMetadata"] = counted if usage is None else usage
    return [event(one) for one in pieces]


def openai_events(*texts: str, finish_reason: object = "stop") -> list[bytes]:
    """The events of a stream of OpenAI's."""
    return [*(chunk(content=text) for text in texts), chunk(finish_reason=finish_reason), DONE]


EVENTS: dict[str, Callable[..., list[bytes]]] = {
    "openai": openai_events,
    "anthropic": anthropic_events,
    "gemini": gemini_events,
}
BODIES: dict[str, Callable[[Any], Json]] = {
    "openai": openai_body,
    "anthropic": anthropic_body,
    "gemini": gemini_body,
}
REASON = {"openai": "finish_reason", "anthropic": "stop_reason", "gemini": "finish_reason"}


async def generate(
    start_gateway: StartGateway, provider: str, reply: Reply, *, stream: bool = True
) -> Json:
    """What the generation has become, after one attempt."""
    async with ScriptedUpstream({"": reply}) as upstream:
        client = await start_with(start_gateway, upstream, retry_attempts=1)
        await ask(client, provider, stream=stream)
        (kept,) = await client.generations()
        return dict(kept)


async def ask(client: Client, provider: str, *, stream: bool) -> None:
    body = {"prompt": "hi", "provider": provider, "stream": stream, "detach": stream}
    if stream:
        await client.events(body)
    else:
        await client.call("POST", "/generate", body)


SILENT = (b"data:\n\n", b"data: \n\n", b"id: 7\n\n", b"retry: 100\n\n", b": ping\n\n", b"data\n\n")


@on_both_transports
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_events_that_say_nothing(start_gateway: StartGateway, provider: str) -> None:
    pieces = [
        part for piece in EVENTS[provider]("So", " far") for part in (*SILENT, piece, *SILENT)
    ]
    answer = await generate(start_gateway, provider, streamed(*pieces))
    assert (answer["status"], answer["text"]) == ("done", "So far")


STREAMS: dict[str, Callable[[bytes], bytes]] = {
    "a byte order mark": lambda stream: b"\xef\xbb\xbf" + stream,
    "CRLF": lambda stream: stream.replace(b"\n", b"\r\n"),
    "CR": lambda stream: stream.replace(b"\n", b"\r"),
    "no blanks": lambda stream: stream.replace(b"data: ", b"data:"),
    "comments within events": lambda stream: stream.replace(b"data: ", b": x\ndata: "),
    "several data lines": lambda stream: stream.replace(b'"index": ', b'\ndata: "index": '),
    "blanks around the closing mark": lambda stream: stream.replace(b"[DONE]", b"  [DONE] "),
    "an end without a blank line": lambda stream: stream.removesuffix(b"\n\n"),
}


@on_both_transports
@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize("name", STREAMS)
async def test_corners_of_the_event_stream(
    start_gateway: StartGateway, provider: str, name: str
) -> None:
    stream = STREAMS[name](b"".join(EVENTS[provider]("First", " words", " ä")))
    cuts = [stream[start : start + 11] for start in range(0, len(stream), 11)]
    answer = await generate(start_gateway, provider, streamed(*cuts))
    assert (answer["status"], answer["text"]) == ("done", "First words ä")


IRREGULAR = {
    "openai": ("", None, "error", "insufficient_system_resource", "new_reason", 7),
    "anthropic": ("", None, "pause_turn", "new_reason", 7),
    "gemini": (
        *("", None, "OTHER", "MALFORMED_FUNCTION_CALL", "FINISH_REASON_UNSPECIFIED"),
        *("UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS", "MALFORMED_RESPONSE", "NEW_REASON", 7),
    ),
}
REGULAR = {
    "openai": {"stop": "stop", "length": "length", "content_filter": "content_filter"},
    "anthropic": {
        "end_turn": "stop",
        "stop_sequence": "stop",
        "max_tokens": "length",
        "refusal": "content_filter",
        "model_context_window_exceeded": "length",
    },
    "gemini": {
        "STOP": "stop",
        "MAX_TOKENS": "length",
        "SAFETY": "content_filter",
        "BLOCKLIST": "content_filter",
        "PROHIBITED_CONTENT": "content_filter",
    },
}


def ending_with(provider: str, reason: object, *, stream: bool) -> Reply:
    if stream:
        return streamed(*EVENTS[provider]("So", " far", **{REASON[provider]: reason}))
    return plain(BODIES[provider](reason))


@on_both_transports
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize(
    ("provider", "reason"), [(name, one) for name, all_ in IRREGULAR.items() for one in all_]
)
async def test_what_is_no_regular_end_has_broken_off(
    start_gateway: StartGateway, provider: str, reason: object, stream: bool
) -> None:
    reply = ending_with(provider, reason, stream=stream)
    answer = await generate(start_gateway, provider, reply, stream=stream)
    assert (answer["status"], answer["error"]["code"]) == ("failed", "provider_error")
    assert "broke off" in answer["error"]["message"]
    assert answer["text"] == "So far"


@on_both_transports
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize(
    ("provider", "reason"), [(name, one) for name, all_ in REGULAR.items() for one in all_]
)
async def test_regular_ends(
    start_gateway: StartGateway, provider: str, reason: str, stream: bool
) -> None:
    reply = ending_with(provider, reason, stream=stream)
    answer = await generate(start_gateway, provider, reply, stream=stream)
    assert answer["status"] == "done"
    assert (answer["text"], answer["finish_reason"]) == ("So far", REGULAR[provider][reason])


@on_both_transports
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_whole_answer_where_a_stream_was_asked_for(
    start_gateway: StartGateway, provider: str
) -> None:
    reason = next(iter(REGULAR[provider]))
    answer = await generate(start_gateway, provider, plain(BODIES[provider](reason)))
    assert (answer["status"], answer["text"]) == ("done", "So far")


@on_both_transports
async def test_list_of_gemini_where_a_stream_was_asked_for(start_gateway: StartGateway) -> None:
    pieces: Any = [json.loads(one.removeprefix(b"data: ")) for one in gemini_events("So", " far")]
    answer = await generate(start_gateway, "gemini", plain(pieces))
    assert (answer["status"], answer["text"]) == ("done", "So far")
    assert answer["usage"]["total_tokens"] == 5


RATE_LIMITS: dict[str, list[Any]] = {
    "openai": [
        {"error": {"code": 429, "message": "Slow down"}},
        {"error": {"code": "429", "message": "Slow down"}},
        {"error": {"code": "rate_limit_exceeded", "message": "Rate limit reached"}},
    ],
    "anthropic": [{"type": "error", "error": {"type": "rate_limit_error", "message": "Slow down"}}],
    "gemini": [
        {"error": {"code": 429, "message": "Slow down", "status": "RESOURCE_EXHAUSTED"}},
        [{"error": {"code": 429, "message": "Slow down", "status": "RESOURCE_EXHAUSTED"}}],
    ],
}


@on_both_transports
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize(
    ("provider", "body"), [(name, one) for name, all_ in RATE_LIMITS.items() for one in all_]
)
async def test_error_with_status_200(
    start_gateway: StartGateway, provider: str, body: Any, stream: bool
) -> None:
    answer = await generate(start_gateway, provider, plain(body), stream=stream)
    assert answer["error"]["code"] == "rate_limited"


@on_both_transports
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_error_within_a_stream_by_its_number(
    start_gateway: StartGateway, provider: str
) -> None:
    begun = EVENTS[provider]("So", " far")[:3]
    error = {"type": "error", "error": {"code": 503, "message": "x", "type": "x"}}
    answer = await generate(start_gateway, provider, streamed(*begun, event(error)))
    assert answer["error"]["code"] == "provider_overloaded"
    assert answer["text"].startswith("So")


@on_both_transports
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_page_with_status_200(
    start_gateway: StartGateway, provider: str, stream: bool
) -> None:
    portal = page(200, "<!doctype html><title>Log in to the Wi-Fi</title>")
    answer = await generate(start_gateway, provider, portal, stream=stream)
    assert answer["error"]["code"] == "provider_error"
    assert "on the way" in answer["error"]["message"]


COUNTED = {"input_tokens": 5000, "output_tokens": 7, "total_tokens": 5007}
NULLS: dict[str, tuple[str, list[bytes]]] = {
    "input_tokens at the end": (
        "anthropic",
        anthropic_events("So", end={"input_tokens": None, "output_tokens": 7}),
    ),
    "all else at the end": (
        "anthropic",
        anthropic_events(
            "So",
            end={
                "input_tokens": None,
                "cache_creation_input_tokens": None,
                "output_tokens": 7,
                "cache_read_input_tokens": None,
                "server_tool_use": None,
                "iterations": None,
            },
        ),
    ),
    "details at the start": (
        "anthropic",
        anthropic_events(
            "So",
            start={"input_tokens": 5000, "output_tokens": None, "cache_creation": None},
        ),
    ),
    "Gemini's details": (
        "gemini",
        gemini_events(
            "So",
            usage={
                "promptTokenCount": 5000,
                "candidatesTokenCount": 7,
                "totalTokenCount": 5007,
                "thoughtsTokenCount": None,
                "promptTokensDetails": None,
            },
        ),
    ),
    "Gemini's sum": (
        "gemini",
        gemini_events(
            "So",
            usage={"promptTokenCount": 5000, "candidatesTokenCount": 7, "totalTokenCount": None},
        ),
    ),
    "Gemini's prompt, told before": (
        "gemini",
        [
            event({"usageMetadata": {"promptTokenCount": 5000, "totalTokenCount": 5000}}),
            *gemini_events(
                "So",
                usage={
                    "promptTokenCount": None,
                    "candidatesTokenCount": 7,
                    "totalTokenCount": 5007,
                },
            ),
        ],
    ),
    **{
        f"OpenAI's {name}": (
            "openai",
            [
                *openai_events("So")[:-1],
                event(
                    {
                        "id": "c",
                        "choices": [],
                        "usage": {
                            "prompt_tokens": 5000,
                            "completion_tokens": 7,
                            "total_tokens": 5007,
                            "prompt_tokens_details": None,
                            name: None,
                        },
                    }
                ),
                DONE,
            ],
        )
        for name in ("prompt_tokens", "completion_tokens", "total_tokens", "details")
    },
    "choices and deltas": (
        "openai",
        [
            event({"id": "c", "choices": [{"index": 0, "delta": {"role": None, "content": None}}]}),
            *openai_events("So")[:-1],
            event(
                {
                    "id": "c",
                    "choices": [],
                    "usage": {"prompt_tokens": 5000, "completion_tokens": 7, "total_tokens": 5007},
                }
            ),
            DONE,
        ],
    ),
    "Gemini's candidates": (
        "gemini",
        [
            event({"candidates": None, "promptFeedback": None}),
            event({"candidates": [{"content": None, "finishReason": None}]}),
            *gemini_events(
                "So",
                usage={
                    "promptTokenCount": 5000,
                    "candidatesTokenCount": 7,
                    "totalTokenCount": 5007,
                },
            ),
        ],
    ),
}


@on_both_transports
@pytest.mark.parametrize("name", NULLS)
async def test_null_tells_nothing(start_gateway: StartGateway, name: str) -> None:
    provider, events = NULLS[name]
    answer = await generate(start_gateway, provider, streamed(*events))
    assert (answer["status"], answer["text"]) == ("done", "So")
    assert answer["usage"] == COUNTED
    assert answer["cost_usd"] > 0


@on_both_transports
@pytest.mark.parametrize("provider", PROVIDERS)
async def test_null_in_a_plain_answer(start_gateway: StartGateway, provider: str) -> None:
    body = json.loads(json.dumps(BODIES[provider](next(iter(REGULAR[provider])))))
    if provider == "openai":
        body["usage"] = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": None}
        body["choices"][0]["message"] |= {"refusal": None, "tool_calls": None}
    elif provider == "anthropic":
        body["usage"] |= {"cache_read_input_tokens": None, "cache_creation": None}
    else:
        body["usageMetadata"] |= {"thoughtsTokenCount": None, "cachedContentTokenCount": None}
        body["candidates"][0] |= {"safetyRatings": None, "citationMetadata": None}
    answer = await generate(start_gateway, provider, plain(body), stream=False)
    assert (answer["status"], answer["text"]) == ("done", "So far")
    assert answer["usage"] == {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5}


def _anthropic(**changes: Any) -> Json:
    return {**anthropic_body("end_turn"), **changes}


def _gemini(**changes: Any) -> Json:
    return {**gemini_body("STOP"), **changes}


MARK = b"\xef\xbb\xbf"
LOST: dict[str, tuple[str, Json]] = {
    "Anthropic without a usage": ("anthropic", _anthropic(usage=None)),
    "Anthropic with a number": ("anthropic", _anthropic(usage=7)),
    "Anthropic's numbers as texts": (
        "anthropic",
        _anthropic(
            usage={"input_tokens": "3", "output_tokens": "2", "cache_read_input_tokens": "0"}
        ),
    ),
    "Anthropic's empty text": (
        "anthropic",
        _anthropic(content=[{"type": "text", "text": None}, {"type": "text", "text": "So far"}]),
    ),
    "Gemini without a usage": ("gemini", _gemini(usageMetadata=None)),
    "Gemini's feedback": ("gemini", _gemini(promptFeedback=None)),
    "Gemini's numbers as texts": (
        "gemini",
        _gemini(usageMetadata={"promptTokenCount": "3", "thoughtsTokenCount": "0"}),
    ),
    "OpenAI's null before its choice": (
        "openai",
        {**openai_body("stop"), "choices": [None, *openai_body("stop")["choices"]]},
    ),
}


@on_both_transports
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("marked", [False, True], ids=["", "with a byte order mark"])
@pytest.mark.parametrize("name", LOST)
async def test_no_answer_is_lost_for_what_stands_beside_it(
    start_gateway: StartGateway, name: str, marked: bool, stream: bool
) -> None:
    provider, body = LOST[name]

    async def reply(_request: web.Request) -> web.StreamResponse:
        text = (MARK if marked else b"") + json.dumps(body, indent=2).encode()
        return web.Response(body=text, content_type="application/json")

    answer = await generate(start_gateway, provider, reply, stream=stream)
    assert (answer["status"], answer["text"]) == ("done", "So far")


@on_both_transports
async def test_error_behind_a_byte_order_mark(start_gateway: StartGateway) -> None:
    async def reply(_request: web.Request) -> web.StreamResponse:
        body = MARK + b'{"error": {"code": "invalid_api_key", "message": "x"}}'
        return web.Response(status=401, body=body, content_type="application/json")

    answer = await generate(start_gateway, "openai", reply, stream=False)
    assert answer["error"]["code"] == "key_rejected"


@on_both_transports
@pytest.mark.parametrize("provider", ["anthropic", "gemini"])
async def test_closing_mark_of_a_relay(start_gateway: StartGateway, provider: str) -> None:
    answer = await generate(
        start_gateway, provider, streamed(*EVENTS[provider]("So", " far"), DONE)
    )
    assert (answer["status"], answer["text"]) == ("done", "So far")


@on_both_transports
@pytest.mark.parametrize("total", [None, "absent"])
async def test_sum_of_what_has_grown(start_gateway: StartGateway, total: str | None) -> None:
    first = {"promptTokenCount": 4, "candidatesTokenCount": 1, "totalTokenCount": 5}
    last: dict[str, Any] = {"promptTokenCount": 4, "candidatesTokenCount": 41}
    if total is None:
        last["totalTokenCount"] = None
    events = [event({"usageMetadata": first}), *gemini_events("So", usage=last)]
    answer = await generate(start_gateway, "gemini", streamed(*events))
    assert answer["usage"] == {"input_tokens": 4, "output_tokens": 41, "total_tokens": 45}
