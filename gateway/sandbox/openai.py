"""The stand-in for OpenAI: chat completions and the list of models."""

import json
import time
from datetime import UTC, datetime

from aiohttp import web

from . import openai_requests
from .answers import Answer, Ending
from .calls import Call
from .delivery import Frames
from .directives import Fault
from .errors import Json, token
from .models import Model
from .openai_errors import OpenAIErrors
from .provider import StandIn

_FINISH = {
    Ending.STOP: "stop",
    Ending.LENGTH: "length",
    Ending.FILTERED: "content_filter",
    Ending.REFUSED: "content_filter",
}
_COMMON = {"service_tier": "default", "system_fingerprint": "fp_5a6b7c8d9e"}


class OpenAI(StandIn):
    """api.openai.com, as far as a chat needs it."""

    name = "openai"
    errors: OpenAIErrors = OpenAIErrors()

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Add the two calls."""
        router.add_post("/v1/chat/completions", self.handler(self.generate))
        router.add_get("/v1/models", self.handler(self.list_models), allow_head=False)

    def read_key(self, request: web.Request) -> str | None:
        """Find the bearer token."""
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        return key.strip() if scheme.lower() == "bearer" else None

    def read_call(self, request: web.Request, body: Json) -> Call:
        """Read a request for a chat completion."""
        return openai_requests.read(body, self.errors, self.living)

    def headers(self) -> dict[str, str]:
        """Give the ids and the limits that each response tells."""
        return {
            "x-request-id": f"req_{token(32, '0123456789abcdef')}",
            "openai-organization": "org-sandbox",
            "openai-processing-ms": "42",
            "openai-version": "2020-10-01",
            "x-ratelimit-limit-requests": "500",
            "x-ratelimit-limit-tokens": "30000",
            "x-ratelimit-remaining-requests": "499",
            "x-ratelimit-remaining-tokens": "29980",
            "x-ratelimit-reset-requests": "120ms",
            "x-ratelimit-reset-tokens": "40ms",
            "server": "cloudflare",
        }

    def encode(self, body: Json) -> bytes:
        """Write JSON with line breaks: OpenAI's plain answers are made for reading."""
        return json.dumps(body, ensure_ascii=False, indent=2).encode()

    def whole(self, model: Model, answer: Answer) -> Json:
        """Write a `chat.completion`."""
        message: Json = {
            "role": "assistant",
            "content": answer.text,
            "refusal": None,
            "annotations": [],
        }
        choice = {
            "index": 0,
            "message": message,
            "logprobs": None,
            "finish_reason": _FINISH[answer.ending],
        }
        return {
            **_envelope(model, "chat.completion"),
            "choices": [choice],
            "usage": _usage(answer),
            **_COMMON,
        }

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the `chat.completion.chunk`s: role, pieces, finish reason, usage, `[DONE]`."""
        base = {**_envelope(model, "chat.completion.chunk"), **_COMMON}
        # With include_usage every chunk has the field, null in all but the last.
        no_usage = {"usage": None} if call.include_usage else {}

        def chunk(delta: Json, finish: str | None = None) -> bytes:
            choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
            # OpenAI pads its chunks so that their lengths do not tell the words.
            padding = token(16 - len(str(delta.get("content", ""))) % 16)
            return _sse({**base, "choices": [choice], **no_usage, "obfuscation": padding})

        ending = [chunk({}, _FINISH[answer.ending])]
        if call.include_usage:
            usage = {"usage": _usage(answer), "obfuscation": token(8)}
            ending.append(_sse({**base, "choices": [], **usage}))
        return Frames(
            opening=(chunk({"role": "assistant", "content": "", "refusal": None}),),
            pieces=tuple(chunk({"content": piece}) for piece in answer.pieces),
            ending=(*ending, b"data: [DONE]\n\n"),
        )

    def error_frame(self, call: Call, fault: Fault) -> bytes:
        """Write an error as a chunk."""
        return _sse(self.errors.within_stream(fault))

    def model_list(self, request: web.Request) -> Json:
        """Write the list of models, all on one page."""
        return {"object": "list", "data": [_described(model) for model in self.living.values()]}


def _described(model: Model) -> Json:
    released = datetime.fromisoformat(model.released).replace(tzinfo=UTC)
    return {
        "id": model.id,
        "object": "model",
        "created": int(released.timestamp()),
        "owned_by": "openai" if model.id == "gpt-4" else "system",
    }


def _envelope(model: Model, kind: str) -> Json:
    return {
        "id": f"chatcmpl-{token(29)}",
        "object": kind,
        "created": int(time.time()),
        "model": model.snapshot,
    }


def _usage(answer: Answer) -> Json:
    completion = answer.output_tokens + answer.reasoning_tokens
    return {
        "prompt_tokens": answer.input_tokens,
        "completion_tokens": completion,
        "total_tokens": answer.input_tokens + completion,
        "prompt_tokens_details": {"cached_tokens": answer.cached_tokens, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": answer.reasoning_tokens,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def _sse(body: Json) -> bytes:
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"data: {data}\n\n".encode()
