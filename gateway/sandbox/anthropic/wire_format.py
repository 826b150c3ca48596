"""Anthropic's APIs, and the list of models."""

from datetime import UTC, datetime, timedelta

from aiohttp import web

from gateway.sandbox.anthropic.api import CountTokens, Messages
from gateway.sandbox.anthropic.errors import AnthropicErrors, request_id
from gateway.sandbox.anthropic.models import MODELS
from gateway.sandbox.anthropic.sample_answer import SAMPLE_ANSWER
from gateway.sandbox.errors import Json
from gateway.sandbox.keys import bearer_token
from gateway.sandbox.models import Model, Models
from gateway.sandbox.wire_format import WireFormat


class Anthropic(WireFormat):
    """The APIs of api.anthropic.com."""

    name = "anthropic"
    api_base_path = ""
    apis = (Messages(), CountTokens())
    models_paths = ("/v1/models",)
    models = MODELS
    sample_answer = SAMPLE_ANSWER
    errors: AnthropicErrors = AnthropicErrors()
    filter_raises = True

    def read_key(self, request: web.Request) -> str | None:
        """Find the key in its own header, or as a bearer token as newer SDKs send it."""
        key = request.headers.get("x-api-key")
        return key if key is not None else bearer_token(request)

    def require_key(self, request: web.Request) -> str:
        """Give the key; ErrorReply where the key or the version header is missing."""
        key = super().require_key(request)
        if "anthropic-version" not in request.headers:
            raise self.errors.invalid("anthropic-version: header is required")
        return key

    def headers(self) -> dict[str, str]:
        """Give the headers of every response: ids and rate limits."""
        reset = (datetime.now(UTC) + timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
        limits = {
            "requests": (50, 49),
            "input-tokens": (30_000, 30_000),
            "output-tokens": (8_000, 8_000),
        }
        headers = {
            "request-id": request_id(),
            "anthropic-organization-id": "00000000-0000-4000-8000-000000000000",
            "server": "cloudflare",
        }
        for name, (limit, remaining) in limits.items():
            headers[f"anthropic-ratelimit-{name}-limit"] = str(limit)
            headers[f"anthropic-ratelimit-{name}-remaining"] = str(remaining)
            headers[f"anthropic-ratelimit-{name}-reset"] = reset
        return headers

    def model_list(self, request: web.Request, models: Models) -> Json:
        """Write the list of models, newest first, in pages of `limit`."""
        limit = int(request.query.get("limit", "20"))
        ordered = sorted(models.values(), key=lambda model: model.released, reverse=True)
        ids = [model.id for model in ordered]
        after = request.query.get("after_id")
        start = ids.index(after) + 1 if after in ids else 0
        page = ordered[start : start + limit]
        return {
            "data": [self.describe(model) for model in page],
            "has_more": start + limit < len(ordered),
            "first_id": page[0].id if page else None,
            "last_id": page[-1].id if page else None,
        }

    def describe(self, model: Model) -> Json:
        """Write an entry of the list of models."""
        return {
            "type": "model",
            "id": model.id,
            "display_name": model.title,
            "created_at": f"{model.released}T00:00:00Z",
            "lifecycle": "active",
            "max_input_tokens": model.input_limit,
            "max_tokens": model.output_limit,
        }
