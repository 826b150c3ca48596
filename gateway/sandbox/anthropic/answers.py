"""Writes answers as Anthropic does."""

import json

from gateway.sandbox.answers import Answer, Ending
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.errors import Json, token
from gateway.sandbox.models import Model

_STOP = {
    Ending.STOP: "end_turn",
    Ending.LENGTH: "max_tokens",
    Ending.FILTERED: "refusal",
    Ending.REFUSED: "refusal",
}


def answer_body(model: Model, answer: Answer) -> Json:
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


def frames(call: Call, model: Model, answer: Answer) -> Frames:
    """Write the events: start, deltas and stop of each block, within those of the message."""
    message = {
        **answer_body(model, answer),
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
    """Count the input as Anthropic does: `input_tokens` does not include cached tokens."""
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
    return sse(kind, {"type": kind, **fields})


def sse(kind: str, body: Json) -> bytes:
    """Write an event of the stream."""
    data = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return f"event: {kind}\ndata: {data}\n\n".encode()
