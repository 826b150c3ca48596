"""Answers that a provider keeps: a token goes on with its own ones alone, and pays for them."""

import json
from typing import Any

import pytest
from aiohttp import web

from tests.gateway.conftest import StartGateway
from tests.gateway.test_pass_through import PERSONS, post, started

USAGE = {"input_tokens": 3, "output_tokens": 2, "total_tokens": 5}


async def message(request: web.Request) -> web.StreamResponse:
    """An answer that has an id, plain or as a stream's first and last events."""
    asked = await request.json()
    whole = {"id": "kept_1", "type": "message", "content": [], "usage": USAGE}
    if not asked.get("stream"):
        return web.json_response(whole)
    responses = request.path.endswith("/responses")
    events = [
        {"type": "response.completed", "response": whole}
        if responses
        else {"type": "message_start", "message": whole},
        {"type": "message_delta", "delta": {}, "usage": USAGE},
    ]
    text = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    return web.Response(text=text, content_type="text/event-stream")


GOING_ON: dict[str, tuple[str, dict[str, Any]]] = {
    "thread": (
        "/v1/messages",
        {"thread": {"type": "continue", "previous_message_id": "kept_1"}},
    ),
    "diagnostics": ("/v1/messages", {"diagnostics": {"previous_message_id": "kept_1"}}),
    "response": ("/v1/responses", {"previous_response_id": "kept_1"}),
}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("kind", GOING_ON)
async def test_token_goes_on_with_its_own_answers(
    start_gateway: StartGateway, kind: str, stream: bool
) -> None:
    path, reference = GOING_ON[kind]
    model = "claude-sonnet-4-6" if "messages" in path else "gpt-4.1"
    asked: dict[str, Any] = {"model": model, "max_tokens": 9, "messages": [], "stream": stream}
    going_on = json.dumps({**asked, **reference})
    async with started(start_gateway, message) as (provider, program):
        response, body = await post(program, path, going_on)
        assert response.status == 403
        assert b"previous_" in body
        assert provider.bodies == []
        assert (await post(program, path, json.dumps(asked)))[0].status == 200
        assert (await post(program, path, going_on))[0].status == 200
        other = await PERSONS[program].program(models="any")
        assert (await post(other, path, going_on))[0].status == 403


@pytest.mark.parametrize("kind", ["thread", "response"])
async def test_what_the_provider_keeps_must_fit_into_the_limit(
    start_gateway: StartGateway, kind: str
) -> None:
    """Its length is not in the request: it may fill the model's window."""
    path, reference = GOING_ON[kind]
    model = "claude-sonnet-4-6" if "messages" in path else "gpt-4.1"
    asked: dict[str, Any] = {"model": model, "max_tokens": 9, "max_output_tokens": 9}
    async with started(start_gateway, message, max_cost_usd=0.05) as (_, program):
        assert (await post(program, path, json.dumps(asked)))[0].status == 200
        response, body = await post(program, path, json.dumps({**asked, **reference}))
        assert response.status == 403
        assert b"limit" in body
