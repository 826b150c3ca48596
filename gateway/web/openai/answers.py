"""The gateway's answers as OpenAI's: whole, and as a stream of chunks."""

from contextlib import aclosing
from typing import Any

from aiohttp import web
from pydantic_core import to_json

from gateway.generation.answer import Answer
from gateway.generation.event_log import Event
from gateway.generation.generation import Generation
from gateway.providers.chat import Usage
from gateway.web.events import HEARTBEAT
from gateway.web.openai.errors import OPENAI_SHAPE, GenerationStopped
from gateway.web.openai.schemas import (
    AssistantMessage,
    ChatCompletion,
    Choice,
    CompletionUsage,
    FinishReason,
)


def chat_completion(answer: Answer) -> ChatCompletion:
    """A whole answer.

    Raises:
        GenerationStopped: it is not whole.
    """
    if answer.status == "stopped":
        raise GenerationStopped
    message = AssistantMessage(content=answer.text, reasoning_content=answer.reasoning)
    return ChatCompletion(
        id=answer.id,
        created=int(answer.created_at.timestamp()),
        model=_model(answer),
        choices=[Choice(message=message, finish_reason=_finish_reason(answer))],
        usage=_usage(answer.usage) if answer.usage else None,
    )


async def stream_chunks(
    request: web.Request, generation: Generation, *, include_usage: bool
) -> web.StreamResponse:
    """Send an answer as it arrives: the role, its pieces, the end, the usage if wanted, [DONE].

    Source: https://platform.openai.com/docs/api-reference/chat-streaming
    """
    answer = generation.answer()
    base = {
        "id": answer.id,
        "object": "chat.completion.chunk",
        "created": int(answer.created_at.timestamp()),
        "model": _model(answer),
    }
    usage = {"usage": None} if include_usage else {}

    def chunk(delta: dict[str, str], finish_reason: FinishReason | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
        return _data({**base, "choices": [choice], **usage})

    def encoded(event: Event) -> bytes:
        match event:
            case Event(name="delta", data={"reasoning": reasoning}):
                return chunk({"reasoning_content": reasoning})
            case Event(name="delta", data={"text": text}):
                return chunk({"content": text})
            case Event(name="done", data={"status": "stopped"}):
                return _data(OPENAI_SHAPE.body(GenerationStopped()))
            case Event(name="done"):
                return ending(generation.answer())
            case Event(name="error") if (error := generation.error) is not None:
                return _data(OPENAI_SHAPE.body(error))
        return b""

    def ending(answer: Answer) -> bytes:
        last = chunk({}, _finish_reason(answer))
        if include_usage and answer.usage:
            last += _data({**base, "choices": [], "usage": _usage(answer.usage)})
        return last + b"data: [DONE]\n\n"

    response = web.StreamResponse(headers={"Content-Type": "text/event-stream; charset=utf-8"})
    await response.prepare(request)
    await response.write(chunk({"role": "assistant", "content": ""}))
    async with aclosing(generation.follow(heartbeat=HEARTBEAT)) as batches:
        async for batch in batches:
            await response.write(b"".join(map(encoded, batch)) if batch else b":\n\n")
    await response.write_eof()
    return response


def _model(answer: Answer) -> str:
    """The model that answers, which may be a fallback of the one that was asked for."""
    return answer.upstream_model or answer.model


def _finish_reason(answer: Answer) -> FinishReason:
    reason = answer.finish_reason
    assert reason is not None
    assert reason != "stopped"
    return reason


def _usage(usage: Usage) -> CompletionUsage:
    return CompletionUsage(
        prompt_tokens=usage.input_tokens,
        completion_tokens=usage.output_tokens,
        total_tokens=usage.total_tokens,
    )


def _data(body: Any) -> bytes:
    return b"data: " + to_json(body) + b"\n\n"
