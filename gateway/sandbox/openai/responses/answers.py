"""Writes responses as OpenAI does."""

import time
from dataclasses import dataclass

from gateway.sandbox.answers import Answer, Ending, WrittenCall
from gateway.sandbox.calls import Call
from gateway.sandbox.errors import Json, token
from gateway.sandbox.models import Model

_INCOMPLETE = {Ending.LENGTH: "max_output_tokens", Ending.FILTERED: "content_filter"}
_HEX = "0123456789abcdef"


@dataclass(frozen=True)
class Output:
    """An item of the output, with the pieces that a stream has it in."""

    item: Json
    pieces: tuple[str, ...] = ()


def answer_body(call: Call, model: Model, answer: Answer) -> Json:
    """Write a `response`, and remember it."""
    return finished(call, begun(call, model), answer, outputs(call, answer))


def begun(call: Call, model: Model) -> Json:
    """Write a response that has nothing yet. It repeats the request, with defaults."""
    body = call.body
    effort = "medium" if model.thinks else None
    return {
        "id": f"resp_{token(48, _HEX)}",
        "object": "response",
        "created_at": int(time.time()),
        "status": "in_progress",
        "background": False,
        "completed_at": None,
        "error": None,
        "incomplete_details": None,
        "instructions": body.get("instructions"),
        "max_output_tokens": body.get("max_output_tokens"),
        "max_tool_calls": body.get("max_tool_calls"),
        "model": model.snapshot,
        "output": [],
        "parallel_tool_calls": body.get("parallel_tool_calls") is not False,
        "previous_response_id": body.get("previous_response_id"),
        "prompt_cache_key": body.get("prompt_cache_key"),
        "reasoning": {"effort": effort, "summary": None, **(body.get("reasoning") or {})},
        "safety_identifier": body.get("safety_identifier"),
        "service_tier": "default",
        "store": body.get("store") is not False,
        "temperature": body.get("temperature", 1.0),
        "text": {"format": {"type": "text"}, "verbosity": "medium", **(body.get("text") or {})},
        "tool_choice": body.get("tool_choice") or "auto",
        "tools": body.get("tools") or [],
        "top_logprobs": body.get("top_logprobs") or 0,
        "top_p": body.get("top_p", 1.0),
        "truncation": body.get("truncation") or "disabled",
        "usage": None,
        "user": body.get("user"),
        "metadata": body.get("metadata") or {},
    }


def finished(call: Call, response: Json, answer: Answer, output: list[Output]) -> Json:
    """Write the same response with its output, and remember it."""
    items = [one.item for one in output]
    if call.remember is not None:
        call.remember(response["id"], items)
    reason = _INCOMPLETE.get(answer.ending)
    return {
        **response,
        "status": "incomplete" if reason else "completed",
        "completed_at": None if reason else int(time.time()),
        "incomplete_details": {"reason": reason} if reason else None,
        "output": items,
        "usage": usage(answer),
    }


def outputs(call: Call, answer: Answer) -> list[Output]:
    """Write the items of the output: reasoning, then calls or a message."""
    output: list[Output] = []
    if answer.reasoning_tokens:
        output.append(_reasoning(call, answer))
    output += (_tool_call(call, written) for written in answer.calls)
    if answer.pieces or not output:
        output.append(_message(answer))
    return output


def usage(answer: Answer) -> Json:
    """Count as OpenAI does: the output includes the reasoning."""
    output = answer.output_tokens + answer.reasoning_tokens
    return {
        "input_tokens": answer.input_tokens,
        "input_tokens_details": {"cache_write_tokens": 0, "cached_tokens": answer.cached_tokens},
        "output_tokens": output,
        "output_tokens_details": {"reasoning_tokens": answer.reasoning_tokens},
        "total_tokens": answer.input_tokens + output,
    }


def _reasoning(call: Call, answer: Answer) -> Output:
    text = answer.reasoning_text
    item: Json = {
        "id": f"rs_{token(48, _HEX)}",
        "type": "reasoning",
        "summary": [{"type": "summary_text", "text": text}] if text else [],
    }
    if "reasoning.encrypted_content" in (call.body.get("include") or ()):
        item["encrypted_content"] = f"gAAAAAB{token(120)}=="
    return Output(item, answer.reasoning)


def _tool_call(call: Call, written: WrittenCall) -> Output:
    tool = call.offer.find(written.name)
    custom = tool is not None and tool.takes_text
    item: Json = {
        "id": f"{'ctc' if custom else 'fc'}_{token(48, _HEX)}",
        "type": "custom_tool_call" if custom else "function_call",
        "status": "completed",
        "input" if custom else "arguments": written.arguments,
        "call_id": f"call_{token(24)}",
        "name": written.name,
    }
    if tool is not None and tool.namespace is not None:
        item["namespace"] = tool.namespace
    return Output(item, written.pieces)


def _message(answer: Answer) -> Output:
    part = {"type": "output_text", "annotations": [], "logprobs": [], "text": answer.text}
    item = {
        "id": f"msg_{token(48, _HEX)}",
        "type": "message",
        "status": "incomplete" if answer.ending in _INCOMPLETE else "completed",
        "content": [part],
        "role": "assistant",
    }
    return Output(item, answer.pieces)
