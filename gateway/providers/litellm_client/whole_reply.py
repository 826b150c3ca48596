"""A whole answer where a stream was asked for, as the pieces that the stream would have had.

LiteLLM reads pieces alone once it has asked for a stream. Some servers and proxies answer at once.
"""

import json
from collections.abc import Iterator
from typing import Any

from gateway.providers.told import parse_json, parse_object, without_nulls


def pieces_of_whole(body: bytes) -> Iterator[str]:
    """The pieces of an answer, each as the data of an event.

    Args:
        body: a whole answer of OpenAI's, Anthropic's or Gemini's API.

    Raises:
        ErrorReply: it is an error.
        ValueError, TypeError, AttributeError, RecursionError: it is no answer.
    """
    parsed = parse_json(body)
    # Gemini sends a list of pieces where no event stream is asked for.
    for one in parsed if isinstance(parsed, list) else [parsed]:
        for piece in _pieces(without_nulls(parse_object(json.dumps(one)))):
            yield json.dumps(piece)


def _pieces(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if "choices" in answer:
        return _openai_pieces(answer)
    if answer.get("type") == "message":
        return _anthropic_pieces(answer)
    return iter([answer])  # a piece of Gemini's is shaped like a whole answer


def _openai_pieces(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Source: https://platform.openai.com/docs/api-reference/chat-streaming."""
    frame: dict[str, Any] = {**answer, "object": "chat.completion.chunk", "choices": []}
    usage = frame.pop("usage", None)
    for choice in answer["choices"] or ():
        message: dict[str, Any] = dict(choice["message"])
        calls: list[dict[str, Any]] = message.pop("tool_calls", None) or []
        if calls:
            message["tool_calls"] = [{**call, "index": index} for index, call in enumerate(calls)]
        finish_reason = choice.get("finish_reason")
        delta = {"index": 0, "delta": message, "finish_reason": finish_reason}
        yield {**frame, "choices": [delta]}
    yield {**frame, "usage": usage}


def _anthropic_pieces(answer: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Source: https://platform.claude.com/docs/en/build-with-claude/streaming."""
    yield {"type": "message_start", "message": {**answer, "content": [], "stop_reason": None}}
    for index, block in enumerate(answer.get("content") or ()):
        start, deltas = _block(block)
        yield {"type": "content_block_start", "index": index, "content_block": start}
        for delta in deltas:
            yield {"type": "content_block_delta", "index": index, "delta": delta}
        yield {"type": "content_block_stop", "index": index}
    ending = {"stop_reason": answer.get("stop_reason")}
    yield {"type": "message_delta", "delta": ending, "usage": answer.get("usage") or {}}
    yield {"type": "message_stop"}


def _block(block: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """How a block begins, and what follows."""
    match block.get("type"):
        case "text":
            text = {"type": "text_delta", "text": block.get("text") or ""}
            return {**block, "text": ""}, [text]
        case "thinking":
            thinking = {"type": "thinking_delta", "thinking": block.get("thinking") or ""}
            signature = {"type": "signature_delta", "signature": block.get("signature") or ""}
            return {**block, "thinking": "", "signature": ""}, [thinking, signature]
        case "tool_use":
            given = {"type": "input_json_delta", "partial_json": json.dumps(block.get("input"))}
            return {**block, "input": {}}, [given]
    return block, []
