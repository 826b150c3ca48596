"""Gemini's APIs, and the list of models."""

from aiohttp import web

from gateway.sandbox.errors import ErrorReply, Json
from gateway.sandbox.gemini import answers, requests
from gateway.sandbox.gemini.api import (
    BatchEmbedContents,
    CountTokens,
    EmbedContent,
    GenerateContent,
)
from gateway.sandbox.gemini.errors import GeminiErrors
from gateway.sandbox.gemini.models import MODELS
from gateway.sandbox.gemini.sample_answer import SAMPLE_ANSWER
from gateway.sandbox.models import Model, Models
from gateway.sandbox.wire_format import WireFormat


class Gemini(WireFormat):
    """The APIs of generativelanguage.googleapis.com."""

    name = "gemini"
    api_base_path = "/v1beta"
    apis = (GenerateContent(), CountTokens(), EmbedContent(), BatchEmbedContents())
    models_paths = ("/v1beta/models", "/v1/models")
    models = MODELS
    sample_answer = SAMPLE_ANSWER
    errors: GeminiErrors = GeminiErrors()
    content_type = "application/json; charset=UTF-8"

    def read_key(self, request: web.Request) -> str | None:
        """Find the key in the header or in the URL. Gemini accepts both."""
        return request.headers.get("x-goog-api-key") or request.query.get("key")

    def headers(self) -> dict[str, str]:
        """Give the headers of every response. Gemini has no request id and no rate limits."""
        return {
            "vary": "Origin, X-Origin, Referer",
            "server": "scaffolding on HTTPServer2",
            "server-timing": "gfet4t7; dur=42",
            "x-xss-protection": "0",
            "x-frame-options": "SAMEORIGIN",
            "x-content-type-options": "nosniff",
        }

    def encode(self, body: Json) -> bytes:
        """Write JSON with line breaks, as Gemini does."""
        return answers.encode(body)

    def error_response(self, request: web.Request, reply: ErrorReply) -> web.Response:
        """Write an error. A stream without `alt=sse` has it within an array."""
        response = super().error_response(request, reply)
        wants_array = requests.streams(request.path) and request.query.get("alt") != "sse"
        if wants_array and isinstance(reply.body, dict):
            response.body = b"[" + self.encode(reply.body) + b"]\n"
        return response

    def model_list(self, request: web.Request, models: Models) -> Json:
        """Write the list of models in pages of `pageSize`."""
        size = int(request.query.get("pageSize", "50"))
        start = int(request.query.get("pageToken", "0"))
        ordered = list(models.values())
        page: Json = {"models": [self.describe(model) for model in ordered[start : start + size]]}
        if start + size < len(ordered):
            page["nextPageToken"] = str(start + size)
        return page

    def describe(self, model: Model) -> Json:
        """Write an entry of the list of models."""
        described: Json = {
            "name": f"models/{model.id}",
            "version": model.id.split("-")[1],
            "displayName": model.title,
            "description": f"Stand-in for {model.title}",
            "inputTokenLimit": model.input_limit,
            "outputTokenLimit": model.output_limit,
            "supportedGenerationMethods": _methods(model),
            "temperature": 1,
            "topP": 0.95,
            "topK": 64,
            "maxTemperature": 2,
        }
        if model.thinks:
            described["thinking"] = True
        return described


def _methods(model: Model) -> list[str]:
    if model.embeds is not None:
        return ["embedContent", "countTextTokens", "countTokens", "asyncBatchEmbedContent"]
    return ["generateContent", "countTokens"]
