"""Writes answers as Gemini does."""

import json

from gateway.sandbox.answers import PICTURE_TOKENS, Answer, Ending
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.errors import Json, token
from gateway.sandbox.gemini.requests import ARRAY
from gateway.sandbox.models import Model

_FINISH = {
    Ending.STOP: "STOP",
    Ending.TOOLS: "STOP",
    Ending.LENGTH: "MAX_TOKENS",
    Ending.FILTERED: "SAFETY",
}
_CATEGORIES = ("SEXUALLY_EXPLICIT", "HATE_SPEECH", "HARASSMENT", "DANGEROUS_CONTENT")


def encode(body: Json) -> bytes:
    """Write JSON with line breaks, as Gemini does."""
    return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"


def answer_body(call: Call, model: Model, answer: Answer) -> Json:
    """Write a `GenerateContentResponse`."""
    if answer.ending is Ending.REFUSED:
        return _refused(call, model, answer)
    parts: list[Json] = []
    if answer.reasoning:
        parts.append({"text": answer.reasoning_text, "thought": True})
    parts += _calls(model, answer) or [{"text": answer.text}]
    return _response(call, model, _usage(call, answer), parts, _FINISH[answer.ending])


def frames(call: Call, model: Model, answer: Answer) -> Frames:
    """Write the responses of a stream: SSE, or the members of one JSON array."""
    refused = answer.ending is Ending.REFUSED
    responses = [_refused(call, model, answer)] if refused else _responses(call, model, answer)
    if call.media_type == ARRAY:
        frames = [_member(response, n == 0) for n, response in enumerate(responses)]
        frames[-1] += b"\n]"
    else:
        frames = [_sse(response) for response in responses]
    thoughts = len(answer.reasoning)
    return Frames(
        opening=tuple(frames[:thoughts]),
        pieces=tuple(frames[thoughts:-1]),
        ending=(frames[-1],),
    )


def error_frame(call: Call, error: Json) -> bytes:
    """Write an error as a further response of the stream."""
    if call.media_type == ARRAY:
        return _member(error, first=False) + b"\n]"
    return _sse(error)


def _member(response: Json, first: bool) -> bytes:
    return (b"[" if first else b",\r\n") + encode(response).rstrip()


def _responses(call: Call, model: Model, answer: Answer) -> list[Json]:
    """Write a response for each piece. The last one also has the finish reason.

    A call comes whole, in a response of its own, and an empty text ends the stream after it.
    """
    id_ = token(22)
    thoughts = [{"text": piece, "thought": True} for piece in answer.reasoning]
    texts = [{"text": piece} for piece in answer.pieces] or [{"text": ""}]
    parts: list[Json] = [*thoughts, *_calls(model, answer), *texts]
    usage = _usage(call, answer, so_far=True)
    responses = [_response(call, model, usage, [part], None, id_) for part in parts[:-1]]
    whole = _usage(call, answer)
    return [
        *responses,
        _response(call, model, whole, parts[-1:], _FINISH[answer.ending], id_),
    ]


def _calls(model: Model, answer: Answer) -> list[Json]:
    """Write the calls; a model that thinks signs the first one."""
    parts: list[Json] = []
    for number, written in enumerate(answer.calls):
        function: Json = {"name": written.name, "args": json.loads(written.arguments)}
        if model.signs_calls:
            function["id"] = token(8, "abcdefghijklmnopqrstuvwxyz0123456789")
        part: Json = {"functionCall": function}
        if model.thinks and number == 0:
            part["thoughtSignature"] = f"Eq{token(98)}"
        parts.append(part)
    return parts


def _response(
    call: Call,
    model: Model,
    usage: Json,
    parts: list[Json],
    finish: str | None,
    id_: str | None = None,
) -> Json:
    candidate: Json = {"content": {"parts": parts, "role": "model"}}
    if finish is not None:
        candidate["finishReason"] = finish
    if finish == "SAFETY":
        candidate["safetyRatings"] = _ratings()
    return {
        "candidates": [{**candidate, "index": index} for index in range(_candidates(call))],
        "usageMetadata": usage,
        "modelVersion": model.id,
        "responseId": id_ or token(22),
    }


def _candidates(call: Call) -> int:
    return call.body["generationConfig"].get("candidateCount") or 1


def _refused(call: Call, model: Model, answer: Answer) -> Json:
    """Write the response to a blocked prompt: `promptFeedback`, and no candidate."""
    usage = _usage(call, answer)
    del usage["candidatesTokenCount"]
    return {
        "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
        "usageMetadata": usage,
        "modelVersion": model.id,
        "responseId": token(22),
    }


def _ratings() -> list[Json]:
    ratings: list[Json] = [
        {"category": f"HARM_CATEGORY_{category}", "probability": "NEGLIGIBLE"}
        for category in _CATEGORIES
    ]
    ratings[-1].update(probability="HIGH", blocked=True)
    return ratings


def prompt_details(call: Call, answer: Answer) -> list[Json]:
    """Count the input by its kinds."""
    pictures = call.pictures * PICTURE_TOKENS
    details = [{"modality": "TEXT", "tokenCount": answer.input_tokens - pictures}]
    if pictures:
        details.append({"modality": "IMAGE", "tokenCount": pictures})
    return details


def _usage(call: Call, answer: Answer, so_far: bool = False) -> Json:
    """Count as Gemini does: `candidatesTokenCount` does not include reasoning tokens."""
    output = 1 if so_far else answer.output_tokens * _candidates(call)
    usage: Json = {
        "promptTokenCount": answer.input_tokens,
        "candidatesTokenCount": output,
        "totalTokenCount": answer.input_tokens + output + answer.reasoning_tokens,
        "promptTokensDetails": prompt_details(call, answer),
    }
    if answer.cached_tokens:
        usage["cachedContentTokenCount"] = answer.cached_tokens
        usage["cacheTokensDetails"] = [{"modality": "TEXT", "tokenCount": answer.cached_tokens}]
    if answer.reasoning_tokens:
        usage["thoughtsTokenCount"] = answer.reasoning_tokens
    return usage


def _sse(body: Json) -> bytes:
    # Gemini's lines end with CR LF.
    data = json.dumps(body, ensure_ascii=False, separators=(",", ": "))
    return f"data: {data}\r\n\r\n".encode()
