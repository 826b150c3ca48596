"""Which provider's API a request is made in: by its path, and where two share one, its headers."""

from aiohttp import web

from gateway.web.anthropic.errors import AnthropicErrors
from gateway.web.error_shapes import ErrorShape, GatewayErrors
from gateway.web.gemini.errors import GeminiErrors
from gateway.web.openai.errors import OpenAIErrors

SHAPES: dict[str, ErrorShape] = {
    "openai": OpenAIErrors(),
    "anthropic": AnthropicErrors(),
    "gemini": GeminiErrors(),
}

_OWN_SHAPE = GatewayErrors()

_OFFERED = {
    "openai": (
        "/v1/chat/completions, /v1/responses, /v1/responses/compact, /v1/responses/input_tokens, "
        "/v1/embeddings and /v1/models"
    ),
    "anthropic": "/v1/messages, /v1/messages/count_tokens and /v1/models",
    "gemini": (
        "generateContent, streamGenerateContent, countTokens, embedContent and "
        "batchEmbedContents of /v1beta/models/…, and /v1beta/models"
    ),
}


def api_of(request: web.Request) -> str | None:
    """The API of a request to a program route; None for the gateway's own routes."""
    return api_of_path(
        request.method,
        request.path,
        has_anthropic_version="anthropic-version" in request.headers,
        has_google_key="x-goog-api-key" in request.headers,
    )


def api_of_path(
    method: str, path: str, *, has_anthropic_version: bool = False, has_google_key: bool = False
) -> str | None:
    """The API that has this path; the headers decide where several have it."""
    if path.startswith("/v1beta/") or (method == "POST" and path.startswith("/v1/models/")):
        return "gemini"
    if not path.startswith("/v1/"):
        return None
    if path.startswith("/v1/messages") or has_anthropic_version:
        return "anthropic"
    return "gemini" if has_google_key else "openai"


def shape_of(api: str | None) -> ErrorShape:
    """How that API tells its errors; None for the gateway's own."""
    return _OWN_SHAPE if api is None else SHAPES[api]


def what_is_offered(api: str) -> str:
    """A sentence for a program that asks for something else."""
    return f"The gateway does not offer this. Of this API it has {_OFFERED[api]}."
