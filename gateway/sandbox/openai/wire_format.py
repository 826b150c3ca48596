"""OpenAI's API: chat completions and the list of models."""

import json
from datetime import UTC, datetime

from aiohttp import web

from gateway.sandbox.answers import Answer
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Frames
from gateway.sandbox.directives import Fault
from gateway.sandbox.errors import Json, token
from gateway.sandbox.models import Model, Models
from gateway.sandbox.openai import answers, requests
from gateway.sandbox.openai.errors import OpenAIErrors
from gateway.sandbox.openai.models import MODELS
from gateway.sandbox.openai.sample_answer import SAMPLE_ANSWER
from gateway.sandbox.wire_format import WireFormat


class OpenAI(WireFormat):
    """The chat API of api.openai.com."""

    name = "openai"
    api_base_path = "/v1"
    generate_paths = ("/v1/chat/completions",)
    models_path = "/v1/models"
    models = MODELS
    sample_answer = SAMPLE_ANSWER
    errors: OpenAIErrors = OpenAIErrors()

    def read_key(self, request: web.Request) -> str | None:
        """Find the bearer token."""
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        return key.strip() if scheme.lower() == "bearer" else None

    def read_call(self, request: web.Request, body: Json, models: Models) -> Call:
        """Read a request for a chat completion."""
        return requests.read(body, self.errors, models)

    def headers(self) -> dict[str, str]:
        """Give the headers of every response: ids and rate limits."""
        return {
            "x-request-id": f"req_{token(32, '0123456789abcdef')}",
            "openai-organization": "org-sandbox",
            "openai-processing-ms": "42",
            "openai-version": "2020-10-01",
            "x-ratelimit-limit-requests": "500",
            "x-ratelimit-limit-tokens": "30000",
            "x-ratelimit-remaining-requests": "499",
            "x-ratelimit-remaining-tokens": "29980",
            "x-ratelimit-reset-requests": "120ms",
            "x-ratelimit-reset-tokens": "40ms",
            "server": "cloudflare",
        }

    def encode(self, body: Json) -> bytes:
        """Write JSON with line breaks, as OpenAI does."""
        return json.dumps(body, ensure_ascii=False, indent=2).encode()

    def answer_body(self, model: Model, answer: Answer) -> Json:
        """Write a `chat.completion`."""
        return answers.answer_body(model, answer)

    def frames(self, call: Call, model: Model, answer: Answer) -> Frames:
        """Write the `chat.completion.chunk`s."""
        return answers.frames(call, model, answer)

    def error_frame(self, call: Call, fault: Fault) -> bytes:
        """Write an error as a chunk."""
        return answers.sse(self.errors.within_stream(fault))

    def model_list(self, request: web.Request, models: Models) -> Json:
        """Write the list of models, all on one page."""
        return {"object": "list", "data": [_described(model) for model in models.values()]}


def _described(model: Model) -> Json:
    released = datetime.fromisoformat(model.released).replace(tzinfo=UTC)
    return {
        "id": model.id,
        "object": "model",
        "created": int(released.timestamp()),
        "owned_by": "openai" if model.id == "gpt-4" else "system",
    }
