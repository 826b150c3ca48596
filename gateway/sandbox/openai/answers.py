"""Writes answers as OpenAI does."""

import json
import time

from gateway.sandbox.answers import Answer, Ending
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.errors import Json, token
from gateway.sandbox.models import Model

_FINISH = {
    Ending.STOP: "stop",
    Ending.LENGTH: "length",
    Ending.FILTERED: "content_filter",
    Ending.REFUSED: "content_filter",
}
_COMMON = {"service_tier": "default", "system_fingerprint": "fp_5a6b7c8d9e"}


def answer_body(model: Model, answer: Answer) -> Json:
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


def frames(call: Call, model: Model, answer: Answer) -> Frames:
    """Write the `chat.completion.chunk`s: role, pieces, finish reason, usage, `[DONE]`."""
    base = {**_envelope(model, "chat.completion.chunk"), **_COMMON}
    # With include_usage every chunk has the field, null in all but the last.
    no_usage = {"usage": None} if call.include_usage else {}

    def chunk(delta: Json, finish: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        # OpenAI pads its chunks so that their lengths do not reveal the text.
        padding = token(16 - len(str(delta.get("content", ""))) % 16)
        return sse({**base, "choices": [choice], **no_usage, "obfuscation": padding})

    ending = [chunk({}, _FINISH[answer.ending])]
    if call.include_usage:
        usage = {"usage": _usage(answer), "obfuscation": token(8)}
        ending.append(sse({**base, "choices": [], **usage}))
    return Frames(
        opening=(chunk({"role": "assistant", "content": "", "refusal": None}),),
        pieces=tuple(chunk({"content": piece}) for piece in answer.pieces),
        ending=(*ending, b"data: [DONE]\n\n"),
    )


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


def sse(body: Json) -> bytes:
    """Write an event of the stream."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"data: {data}\n\n".encode()
