"""Writes answers as Anthropic does."""

import json

from gateway.sandbox.answers import Answer, Ending, WrittenCall
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.errors import Json, token
from gateway.sandbox.models import Model

_STOP = {
    Ending.STOP: "end_turn",
    Ending.LENGTH: "max_tokens",
    Ending.FILTERED: "refusal",
    Ending.REFUSED: "refusal",
    Ending.TOOLS: "tool_use",
}


def answer_body(call: Call, model: Model, answer: Answer) -> Json:
    """Write a `message`, and remember it where it may be gone on from."""
    message = _message(call, model, answer)
    if call.remember is not None:
        call.remember(message["id"], [{"role": "assistant", "content": message["content"]}])
    return message


def _message(call: Call, model: Model, answer: Answer) -> Json:
    content: list[Json] = []
    if answer.reasoning:
        thinking = "" if _omits_thinking(call) else answer.reasoning_text
        content.append({"type": "thinking", "thinking": thinking, "signature": _signature()})
    if answer.pieces:
        content.append({"type": "text", "text": answer.text})
    content += (_tool_use(written.name, json.loads(written.arguments)) for written in answer.calls)
    return {
        "model": model.id,
        "id": f"msg_01{token(22)}",
        "type": "message",
        "role": "assistant",
        "content": content,
        **_stop(answer),
        "usage": {
            **_input_usage(answer),
            **_output_usage(answer),
            "service_tier": "standard",
        },
        **_context_management(call),
    }


def frames(call: Call, model: Model, answer: Answer) -> Frames:
    """Write the events: start, deltas and stop of each block, within those of the message."""
    whole = answer_body(call, model, answer)
    calls = [block for block in whole["content"] if block["type"] == "tool_use"]
    message = {
        **whole,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "stop_details": None,
        "usage": {**_input_usage(answer), "output_tokens": 1, "service_tier": "standard"},
    }
    message.pop("context_management", None)
    blocks: list[list[bytes]] = []
    if answer.reasoning:
        blocks.append(_thinking_block(call, answer))
    if answer.pieces:
        blocks.append(_text_block(len(blocks), answer))
    for block, written in zip(calls, answer.calls, strict=True):
        blocks.append(_tool_block(len(blocks), block, written))
    if blocks:
        blocks[0].insert(1, _event("ping"))
    usage = {
        **{name: n for name, n in _input_usage(answer).items() if isinstance(n, int)},
        **_output_usage(answer),
    }
    # The last block of text or the first call is what a fault breaks.
    broken = 1 if answer.reasoning and len(blocks) > 1 else 0
    start = 2 if broken == 0 else 1
    opening = [event for block in blocks[:broken] for event in block]
    pieces = [event for block in blocks[broken:] for event in block]
    return Frames(
        opening=(_event("message_start", message=message), *opening, *pieces[:start]),
        pieces=tuple(pieces[start:-1]),
        ending=(
            *pieces[-1:],
            _event("message_delta", delta=_stop(answer), usage=usage, **_context_management(call)),
            _event("message_stop"),
        ),
    )


def _context_management(call: Call) -> Json:
    """Say what was edited in the context, where that was asked for: nothing."""
    return (
        {"context_management": {"applied_edits": []}} if "context_management" in call.body else {}
    )


def _omits_thinking(call: Call) -> bool:
    return bool((call.body.get("thinking") or {}).get("display") == "omitted")


def _stop(answer: Answer) -> Json:
    stop: Json = {
        "stop_reason": _STOP[answer.ending],
        "stop_sequence": answer.stop_text,
        "stop_details": None,
    }
    if answer.stop_text is not None:
        stop["stop_reason"] = "stop_sequence"
    if stop["stop_reason"] == "refusal":
        stop["stop_details"] = {
            "type": "refusal",
            "category": "cyber",
            "explanation": "This request was declined because it could enable cyber harm.",
        }
    return stop


def _output_usage(answer: Answer) -> Json:
    usage: Json = {"output_tokens": answer.output_tokens + answer.reasoning_tokens}
    if answer.reasoning_tokens:
        usage["output_tokens_details"] = {"thinking_tokens": answer.reasoning_tokens}
    return usage


def _tool_use(name: str, arguments: Json) -> Json:
    return {
        "type": "tool_use",
        "id": f"toolu_01{token(22)}",
        "name": name,
        "input": arguments,
        "caller": {"type": "direct"},
    }


def _input_usage(answer: Answer) -> Json:
    """Count the input as Anthropic does: `input_tokens` does not include cached tokens."""
    return {
        "input_tokens": answer.input_tokens - answer.cached_tokens,
        "cache_creation_input_tokens": 0,
        "cache_read_input_tokens": answer.cached_tokens,
        "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 0},
    }


def _thinking_block(call: Call, answer: Answer) -> list[bytes]:
    block = {"type": "thinking", "thinking": "", "signature": ""}
    pieces = () if _omits_thinking(call) else answer.reasoning
    return [
        _event("content_block_start", index=0, content_block=block),
        *(_delta(0, {"type": "thinking_delta", "thinking": piece}) for piece in pieces),
        _delta(0, {"type": "signature_delta", "signature": _signature()}),
        _event("content_block_stop", index=0),
    ]


def _text_block(index: int, answer: Answer) -> list[bytes]:
    block = {"type": "text", "text": ""}
    return [
        _event("content_block_start", index=index, content_block=block),
        *(_delta(index, {"type": "text_delta", "text": piece}) for piece in answer.pieces),
        _event("content_block_stop", index=index),
    ]


def _tool_block(index: int, call: Json, written: WrittenCall) -> list[bytes]:
    """Write a call. Its arguments are a JSON text in pieces, and the first piece is empty."""
    block = {**call, "input": {}}
    return [
        _event("content_block_start", index=index, content_block=block),
        *(
            _delta(index, {"type": "input_json_delta", "partial_json": piece})
            for piece in ("", *written.pieces)
        ),
        _event("content_block_stop", index=index),
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
