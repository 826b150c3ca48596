"""Writes chat completions as OpenAI does."""

import json
import time

from gateway.sandbox.answers import Answer, Ending, WrittenCall
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.errors import Json, token
from gateway.sandbox.models import Model

_FINISH = {
    Ending.STOP: "stop",
    Ending.LENGTH: "length",
    Ending.FILTERED: "content_filter",
    Ending.REFUSED: "content_filter",
    Ending.TOOLS: "tool_calls",
}
_COMMON = {"service_tier": "default", "system_fingerprint": "fp_5a6b7c8d9e"}


def answer_body(call: Call, model: Model, answer: Answer) -> Json:
    """Write a `chat.completion`."""
    return {
        **_envelope(model, "chat.completion"),
        "choices": [
            {
                "index": index,
                "message": _message(call, answer),
                "logprobs": None,
                "finish_reason": _FINISH[answer.ending],
            }
            for index in range(_choices(call))
        ],
        "usage": _usage(call, answer),
        **_COMMON,
    }


def frames(call: Call, model: Model, answer: Answer) -> Frames:
    """Write the `chat.completion.chunk`s: role, pieces, finish reason, usage, `[DONE]`."""
    base = {**_envelope(model, "chat.completion.chunk"), **_COMMON}
    # With include_usage every chunk has the field, null in all but the last.
    no_usage = {"usage": None} if call.include_usage else {}
    choices = range(_choices(call))
    pads = (call.body.get("stream_options") or {}).get("include_obfuscation") is not False

    def chunk(index: int, delta: Json, finish: str | None = None) -> bytes:
        choice = {"index": index, "delta": delta, "logprobs": None, "finish_reason": finish}
        # OpenAI pads its chunks so that their lengths do not reveal the text.
        padding = token(16 - len(str(delta.get("content", ""))) % 16)
        padded = {"obfuscation": padding} if pads else {}
        return sse({**base, "choices": [choice], **no_usage, **padded})

    def of_all(delta: Json, finish: str | None = None) -> tuple[bytes, ...]:
        return tuple(chunk(index, delta, finish) for index in choices)

    opening: Json = {"role": "assistant", "content": "", "refusal": None}
    deltas: list[Json] = [{"content": piece} for piece in answer.pieces]
    if answer.calls:
        opening, deltas = _calls_in_deltas(call, answer)
    ending = of_all({}, _FINISH[answer.ending])
    if call.include_usage:
        usage = {"usage": _usage(call, answer), **({"obfuscation": token(8)} if pads else {})}
        ending += (sse({**base, "choices": [], **usage}),)
    return Frames(
        opening=of_all(opening),
        pieces=tuple(frame for delta in deltas for frame in of_all(delta)),
        ending=(*ending, b"data: [DONE]\n\n"),
    )


def _choices(call: Call) -> int:
    return call.body.get("n") or 1


def _message(call: Call, answer: Answer) -> Json:
    message: Json = {
        "role": "assistant",
        "content": None if answer.calls else answer.text,
        "refusal": None,
        "annotations": [],
    }
    if answer.calls:
        message["tool_calls"] = [
            _tool_call(call, written, written.arguments) for written in answer.calls
        ]
    return message


def _tool_call(call: Call, written: WrittenCall, arguments: str) -> Json:
    tool = call.offer.find(written.name)
    id_ = f"call_{token(24)}"
    if tool is not None and tool.takes_text:
        fields = {"name": written.name, "input": arguments}
        return {"id": id_, "type": "custom", "custom": fields}
    fields = {"name": written.name, "arguments": arguments}
    return {"id": id_, "type": "function", "function": fields}


def _calls_in_deltas(call: Call, answer: Answer) -> tuple[Json, list[Json]]:
    """Write the calls as the first delta and those that follow.

    The first delta of a call has its id, type and name, the others a part of its arguments. A
    single call begins together with the role.
    """
    deltas: list[Json] = []
    for index, written in enumerate(answer.calls):
        start = {"index": index, **_tool_call(call, written, "")}
        kind = start["type"]
        field = "input" if kind == "custom" else "arguments"
        deltas.append({"tool_calls": [start]})
        deltas += (
            {"tool_calls": [{"index": index, kind: {field: piece}}]} for piece in written.pieces
        )
    opening: Json = {"role": "assistant", "content": None}
    if len(answer.calls) == 1:
        opening |= deltas.pop(0)
    return {**opening, "refusal": None}, deltas


def _envelope(model: Model, kind: str) -> Json:
    return {
        "id": f"chatcmpl-{token(29)}",
        "object": kind,
        "created": int(time.time()),
        "model": model.snapshot,
    }


def _usage(call: Call, answer: Answer) -> Json:
    count = _choices(call)
    completion = (answer.output_tokens + answer.reasoning_tokens) * count
    return {
        "prompt_tokens": answer.input_tokens,
        "completion_tokens": completion,
        "total_tokens": answer.input_tokens + completion,
        "prompt_tokens_details": {"cached_tokens": answer.cached_tokens, "audio_tokens": 0},
        "completion_tokens_details": {
            "reasoning_tokens": answer.reasoning_tokens * count,
            "audio_tokens": 0,
            "accepted_prediction_tokens": 0,
            "rejected_prediction_tokens": 0,
        },
    }


def sse(body: Json) -> bytes:
    """Write an event of the stream."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"data: {data}\n\n".encode()
