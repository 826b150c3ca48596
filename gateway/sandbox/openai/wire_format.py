"""OpenAI's APIs, and the list of models."""

import json
from datetime import UTC, datetime

from aiohttp import web

from gateway.sandbox.errors import Json, token
from gateway.sandbox.keys import bearer_token
from gateway.sandbox.models import Model, Models
from gateway.sandbox.openai.chat import ChatCompletions
from gateway.sandbox.openai.embeddings import Embeddings
from gateway.sandbox.openai.errors import OpenAIErrors
from gateway.sandbox.openai.models import MODELS
from gateway.sandbox.openai.responses import Compact, InputTokens, Responses
from gateway.sandbox.openai.sample_answer import SAMPLE_ANSWER
from gateway.sandbox.wire_format import WireFormat


class OpenAI(WireFormat):
    """The APIs of api.openai.com."""

    name = "openai"
    api_base_path = "/v1"
    apis = (ChatCompletions(), Responses(), InputTokens(), Compact(), Embeddings())
    models_paths = ("/v1/models",)
    models = MODELS
    sample_answer = SAMPLE_ANSWER
    errors: OpenAIErrors = OpenAIErrors()

    def read_key(self, request: web.Request) -> str | None:
        """Find the bearer token."""
        return bearer_token(request)

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

    def model_list(self, request: web.Request, models: Models) -> Json:
        """Write the list of models, all on one page."""
        return {"object": "list", "data": [self.describe(model) for model in models.values()]}

    def describe(self, model: Model) -> Json:
        """Write an entry of the list of models."""
        released = datetime.fromisoformat(model.released).replace(tzinfo=UTC)
        return {
            "id": model.id,
            "object": "model",
            "created": int(released.timestamp()),
            "owned_by": "openai" if model.id == "gpt-4" else "system",
        }
