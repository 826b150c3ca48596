"""The stand-in for Anthropic: messages and the list of models."""

import json
from datetime import UTC, datetime, timedelta

from aiohttp import web

from . import anthropic_requests
from .answers import Answer, Ending
from .anthropic_errors import AnthropicErrors, request_id
from .calls import Call
from .delivery import Frames
from .directives import Fault
from .errors import Json, token
from .models import Model
from .provider import StandIn

_STOP = {
    Ending.STOP: "end_turn",
    Ending.LENGTH: "max_tokens",
    Ending.FILTERED: "refusal",
    Ending.REFUSED: "refusal",
}


class Anthropic(StandIn):
    """api.anthropic.com, as far as a chat needs it."""

    name = "anthropic"
    errors: AnthropicErrors = AnthropicErrors()
    filter_raises = True

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Add the two calls."""
        router.add_post("/v1/messages", self.handler(self.generate))
        router.add_get("/v1/models", self.handler(self.list_models), allow_head=False)

    def read_key(self, request: web.Request) -> str | None:
        """Find the key."""
        return request.headers.get("x-api-key")

    def require_key(self, request: web.Request) -> str:
        """Give the key; ErrorReply where it, or the version that every call needs, is missing."""
        key = super().require_key(request)
        if "anthropic-version" not in request.headers:
            raise self.errors.invalid("anthropic-version: header is required")
        return key

    def read_call(self, request: web.Request, body: Json) -> Call:
        """Read a request for a message."""
        return anthropic_requests.read(body, self.errors, self.living)

    def headers(self) -> dict[str, str]:
        """Give the ids and the limits that each response tells."""
        reset = (datetime.now(UTC) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        limits = {
            "requests": (50, 49),
            "input-tokens": (30_000, 30_000),
            "output-tokens": (8_000, 8_000),
        }
        headers = {
            "request-id": request_id(),
            "anthropic-organization-id": "00000000-0000-4000-8000-000000000000",
            "server": "cloudflare",
        }
        for name, (limit, remaining) in limits.items():
            headers[f"anthropic-ratelimit-{name}-limit"] = str(limit)
            headers[f"anthropic-ratelimit-{name}-remaining"] = str(remaining)
            headers[f"anthropic-ratelimit-{name}-reset"] = reset
        return headers

    def whole(self, model: Model, answer: Answer) -> Json:
        """Write a `message`."""
        content: list[Json] = []
        if answer.reasoning:
            thinking = answer.reasoning_text
            content.append({"type": "thinking", "thinking": thinking, "signature": _signature()})
        if answer.pieces:
            content.append({"type": "text", "text": answer.text})
        return {
            "model": model.id,
            "id": f"msg_01{token(22)}",
            "type": "message",
            "role": "assistant",
            "content": content,
            **_stop(answer),
            "usage": {
                **_input_usage(answer),
                "output_tokens": answer.output_tokens + answer.reasoning_tokens,
                "service_tier": "standard",
            },
        }

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the events: each block is begun, filled and ended, the message around them."""
        message = {
            **self.whole(model, answer),
            "content": [],
            "stop_reason": None,
            "stop_details": None,
            "usage": {**_input_usage(answer), "output_tokens": 1, "service_tier": "standard"},
        }
        opening = [_event("message_start", message=message)]
        pieces: tuple[bytes, ...] = ()
        ending: list[bytes] = []
        index = 0
        if answer.reasoning:
            opening += _thinking_block(answer)
            index = 1
        if answer.pieces:
            block = {"type": "text", "text": ""}
            opening.append(_event("content_block_start", index=index, content_block=block))
            if not answer.reasoning:
                opening.append(_event("ping"))
            pieces = tuple(
                _delta(index, {"type": "text_delta", "text": piece}) for piece in answer.pieces
            )
            ending.append(_event("content_block_stop", index=index))
        usage = {
            **{name: n for name, n in _input_usage(answer).items() if isinstance(n, int)},
            "output_tokens": answer.output_tokens + answer.reasoning_tokens,
        }
        ending.append(_event("message_delta", delta=_stop(answer), usage=usage))
        ending.append(_event("message_stop"))
        return Frames(opening=tuple(opening), pieces=pieces, ending=tuple(ending))

    def error_frame(self, call: Call, fault: Fault) -> bytes:
        """Write an error as an event."""
        return _sse("error", self.errors.within_stream(fault))

    def model_list(self, request: web.Request) -> Json:
        """Write the list of models, newest first, in pages of `limit`."""
        limit = int(request.query.get("limit", "20"))
        models = sorted(self.living.values(), key=lambda model: model.released, reverse=True)
        ids = [model.id for model in models]
        after = request.query.get("after_id")
        start = ids.index(after) + 1 if after in ids else 0
        page = models[start : start + limit]
        return {
            "data": [_described(model) for model in page],
            "has_more": start + limit < len(models),
            "first_id": page[0].id if page else None,
            "last_id": page[-1].id if page else None,
        }


def _described(model: Model) -> Json:
    return {
        "type": "model",
        "id": model.id,
        "display_name": model.title,
        "created_at": f"{model.released}T00:00:00Z",
        "max_input_tokens": model.input_limit,
        "max_tokens": model.output_limit,
    }


def _stop(answer: Answer) -> Json:
    stop: Json = {"stop_reason": _STOP[answer.ending], "stop_sequence": None, "stop_details": None}
    if stop["stop_reason"] == "refusal":
        stop["stop_details"] = {
            "type": "refusal",
            "category": "cyber",
            "explanation": "This request was declined because it could enable cyber harm.",
        }
    return stop


def _input_usage(answer: Answer) -> Json:
    """Count the input as Anthropic does: what came from the cache is not within `input_tokens`."""
    return {
        "input_tokens": answer.input_tokens - answer.cached_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": answer.cached_tokens,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
    }


def _thinking_block(answer: Answer) -> list[bytes]:
    block = {"type": "thinking", "thinking": "", "signature": ""}
    return [
        _event("content_block_start", index=0, content_block=block),
        _event("ping"),
        *(_delta(0, {"type": "thinking_delta", "thinking": piece}) for piece in answer.reasoning),
        _delta(0, {"type": "signature_delta", "signature": _signature()}),
        _event("content_block_stop", index=0),
    ]


def _signature() -> str:
    return f"EqQB{token(96)}=="


def _delta(index: int, delta: Json) -> bytes:
    return _event("content_block_delta", index=index, delta=delta)


def _event(kind: str, **fields: object) -> bytes:
    return _sse(kind, {"type": kind, **fields})


def _sse(kind: str, body: Json) -> bytes:
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"event: {kind}\ndata: {data}\n\n".encode()
