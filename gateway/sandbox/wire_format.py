"""What distinguishes one stand-in provider from another: the APIs of the provider it stands in for.

A new one is a folder with a subclass of `WireFormat`, and a line in `registry`.
"""

import json
from abc import ABC, abstractmethod
from typing import ClassVar

from aiohttp import web

from gateway.sandbox.api import Api
from gateway.sandbox.errors import ErrorReply, Json, ProviderErrors
from gateway.sandbox.keys import KeyKind, classify
from gateway.sandbox.models import Model, Models


class WireFormat(ABC):
    """The APIs, keys, models and errors of one provider. It has no state."""

    name: ClassVar[str]
    api_base_path: ClassVar[str]
    """What an `api_base` has after host and port, in the form that LiteLLM expects."""
    apis: ClassVar[tuple[Api, ...]]
    models_paths: ClassVar[tuple[str, ...]]
    models: ClassVar[tuple[Model, ...]]
    """All models, retired ones too."""
    sample_answer: ClassVar[str]
    errors: ProviderErrors
    content_type: ClassVar[str] = "application/json"
    filter_raises: ClassVar[bool] = False
    """Whether the provider's filter ends a stream with an error rather than a finish reason."""

    @abstractmethod
    def read_key(self, request: web.Request) -> str | None:
        """Find the key where the provider looks for it."""

    def require_key(self, request: web.Request) -> str:
        """Give the key; ErrorReply where it is missing or bad."""
        key = self.read_key(request)
        kind = classify(key)
        if key is None or kind is KeyKind.MISSING:
            raise self.errors.missing_key()
        if kind is KeyKind.BAD:
            raise self.errors.bad_key(key)
        return key

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """Give the headers of every response."""

    @abstractmethod
    def model_list(self, request: web.Request, models: Models) -> Json:
        """Write the list of models."""

    @abstractmethod
    def describe(self, model: Model) -> Json:
        """Write a model, as the list has it and as it is when asked for alone."""

    def encode(self, body: Json) -> bytes:
        """Write JSON as the provider does."""
        return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()

    def error_response(self, request: web.Request, reply: ErrorReply) -> web.Response:
        """Write an error as the provider does. An HTML page comes from a proxy in front of it."""
        if isinstance(reply.body, str):
            return web.Response(
                status=reply.status,
                text=reply.body,
                content_type="text/html",
                headers=reply.headers,
            )
        return web.Response(
            status=reply.status,
            body=self.encode(reply.body),
            headers={**self.headers(), "Content-Type": self.content_type, **reply.headers},
        )
