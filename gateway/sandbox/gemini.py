"""The stand-in for Gemini: generateContent, streamGenerateContent and the list of models."""

import json

from aiohttp import web

from . import gemini_requests
from .answers import Answer, Ending
from .calls import Call
from .delivery import Frames
from .directives import Fault
from .errors import ErrorReply, Json, token
from .gemini_errors import GeminiErrors
from .gemini_requests import ARRAY
from .models import Model
from .provider import StandIn

_FINISH = {Ending.STOP: "STOP", Ending.LENGTH: "MAX_TOKENS", Ending.FILTERED: "SAFETY"}
_CATEGORIES = ("SEXUALLY_EXPLICIT", "HATE_SPEECH", "HARASSMENT", "DANGEROUS_CONTENT")


class Gemini(StandIn):
    """generativelanguage.googleapis.com, as far as a chat needs it."""

    name = "gemini"
    errors: GeminiErrors = GeminiErrors()
    plain_type = "application/json; charset=UTF-8"

    def add_routes(self, router: web.UrlDispatcher) -> None:
        """Add the three calls."""
        for method in ("generateContent", "streamGenerateContent"):
            router.add_post("/v1beta/models/{model}:" + method, self.handler(self.generate))
        router.add_get("/v1beta/models", self.handler(self.list_models), allow_head=False)

    def read_key(self, request: web.Request) -> str | None:
        """Find the key in the header, or in the URL, where the real one takes it too."""
        return request.headers.get("x-goog-api-key") or request.query.get("key")

    def read_call(self, request: web.Request, body: Json) -> Call:
        """Read a request for content."""
        return gemini_requests.read(
            body,
            self.errors,
            self.living,
            model=request.match_info["model"],
            stream=_streams(request),
            sse=request.query.get("alt") == "sse",
        )

    def headers(self) -> dict[str, str]:
        """Give the headers of each response; Gemini tells no request id and no limits."""
        return {
            "vary": "Origin, X-Origin, Referer",
            "server": "scaffolding on HTTPServer2",
            "server-timing": "gfet4t7; dur=42",
            "x-xss-protection": "0",
            "x-frame-options": "SAMEORIGIN",
            "x-content-type-options": "nosniff",
        }

    def encode(self, body: Json) -> bytes:
        """Write JSON with line breaks: Gemini's plain answers are made for reading."""
        return json.dumps(body, ensure_ascii=False, indent=2).encode() + b"\n"

    def error_response(self, request: web.Request, reply: ErrorReply) -> web.Response:
        """Write an error; a stream without `alt=sse` has even that within an array."""
        response = super().error_response(request, reply)
        wants_array = _streams(request) and request.query.get("alt") != "sse"
        if wants_array and isinstance(reply.body, dict):
            response.body = b"[" + self.encode(reply.body) + b"]\n"
        return response

    def whole(self, model: Model, answer: Answer) -> Json:
        """Write a `GenerateContentResponse`."""
        if answer.ending is Ending.REFUSED:
            return _refused(model, answer)
        parts: list[Json] = []
        if answer.reasoning:
            parts.append({"text": answer.reasoning_text, "thought": True})
        parts.append({"text": answer.text})
        return _response(model, _usage(answer), parts, _FINISH[answer.ending])

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the responses of a stream: SSE, or the members of one JSON array."""
        refused = answer.ending is Ending.REFUSED
        responses = [_refused(model, answer)] if refused else _responses(model, answer)
        if call.media_type == ARRAY:
            frames = [self._member(response, n == 0) for n, response in enumerate(responses)]
            frames[-1] += b"\n]"
        else:
            frames = [_sse(response) for response in responses]
        thoughts = len(answer.reasoning)
        return Frames(
            opening=tuple(frames[:thoughts]),
            pieces=tuple(frames[thoughts:-1]),
            ending=(frames[-1],),
        )

    def error_frame(self, call: Call, fault: Fault) -> bytes:
        """Write an error as a further response of the stream."""
        error = self.errors.within_stream(fault)
        if call.media_type == ARRAY:
            return self._member(error, first=False) + b"\n]"
        return _sse(error)

    def _member(self, response: Json, first: bool) -> bytes:
        return (b"[" if first else b",\r\n") + self.encode(response).rstrip()

    def model_list(self, request: web.Request) -> Json:
        """Write the list of models in pages of `pageSize`."""
        size = int(request.query.get("pageSize", "50"))
        start = int(request.query.get("pageToken", "0"))
        models = list(self.living.values())
        page: Json = {"models": [_described(model) for model in models[start : start + size]]}
        if start + size < len(models):
            page["nextPageToken"] = str(start + size)
        return page


def _streams(request: web.Request) -> bool:
    return request.path.endswith(":streamGenerateContent")


def _responses(model: Model, answer: Answer) -> list[Json]:
    """Give each piece its response; the last one has text and finish reason together."""
    id_ = token(22)
    thoughts = [{"text": piece, "thought": True} for piece in answer.reasoning]
    texts = [{"text": piece} for piece in answer.pieces] or [{"text": ""}]
    parts: list[Json] = [*thoughts, *texts]
    usage = _usage(answer, so_far=True)
    responses = [_response(model, usage, [part], None, id_) for part in parts[:-1]]
    end = _response(model, _usage(answer), parts[-1:], _FINISH[answer.ending], id_)
    return [*responses, end]


def _response(
    model: Model, usage: Json, parts: list[Json], finish: str | None, id_: str | None = None
) -> Json:
    candidate: Json = {"content": {"parts": parts, "role": "model"}}
    if finish is not None:
        candidate["finishReason"] = finish
    candidate["index"] = 0
    if finish == "SAFETY":
        candidate["safetyRatings"] = _ratings()
    return {
        "candidates": [candidate],
        "usageMetadata": usage,
        "modelVersion": model.id,
        "responseId": id_ or token(22),
    }


def _refused(model: Model, answer: Answer) -> Json:
    """Give the response to a blocked prompt: a feedback, and no candidate."""
    usage = _usage(answer)
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


def _usage(answer: Answer, so_far: bool = False) -> Json:
    """Count as Gemini does: thoughts stand beside the candidates' tokens, not within them."""
    output = 1 if so_far else answer.output_tokens
    usage: Json = {
        "promptTokenCount": answer.input_tokens,
        "candidatesTokenCount": output,
        "totalTokenCount": answer.input_tokens + output + answer.reasoning_tokens,
        "promptTokensDetails": [{"modality": "TEXT", "tokenCount": answer.input_tokens}],
    }
    if answer.cached_tokens:
        usage["cachedContentTokenCount"] = answer.cached_tokens
        usage["cacheTokensDetails"] = [{"modality": "TEXT", "tokenCount": answer.cached_tokens}]
    if answer.reasoning_tokens:
        usage["thoughtsTokenCount"] = answer.reasoning_tokens
    return usage


def _described(model: Model) -> Json:
    described: Json = {
        "name": f"models/{model.id}",
        "version": model.id.split("-")[1],
        "displayName": model.title,
        "description": f"Stand-in for {model.title}",
        "inputTokenLimit": model.input_limit,
        "outputTokenLimit": model.output_limit,
        "supportedGenerationMethods": ["generateContent", "countTokens"],
        "temperature": 1,
        "topP": 0.95,
        "topK": 64,
        "maxTemperature": 2,
    }
    if model.thinks:
        described["thinking"] = True
    return described


def _sse(body: Json) -> bytes:
    # Gemini's lines end with CR LF, unlike those of the other two.
    data = json.dumps(body, ensure_ascii=False, separators=(",", ": "))
    return f"data: {data}\r\n\r\n".encode()
