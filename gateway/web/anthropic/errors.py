"""The gateway's errors in Anthropic's shape.

Source: https://docs.claude.com/en/api/errors
"""

from typing import Literal

from gateway.errors import GatewayError, ProviderOverloaded, QuotaExhausted
from gateway.web.error_shapes import ErrorOrType, ErrorShape
from gateway.web.schemas import ResponseModel

_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    504: "timeout_error",
    529: "overloaded_error",
}

_OVERLOADED = 529


class AnthropicError(ResponseModel):
    """What went wrong."""

    type: str
    message: str


class AnthropicErrorBody(ResponseModel):
    """An error of a route of Anthropic's API."""

    type: Literal["error"] = "error"
    error: AnthropicError
    request_id: str


class AnthropicErrors(ErrorShape):
    """Anthropic's."""

    schema = AnthropicErrorBody

    def status(self, error: ErrorOrType) -> int:
        """Anthropic has a status of its own for no capacity."""
        if error.code == ProviderOverloaded.code:
            return _OVERLOADED
        return 400 if error.status == 422 else error.status

    def code(self, error: ErrorOrType) -> str:
        """The error's type."""
        status = self.status(error)
        if error.code == QuotaExhausted.code:
            return "billing_error"
        return _TYPES.get(status, "invalid_request_error" if status < 500 else "api_error")

    def body(self, error: GatewayError, request_id: str) -> AnthropicErrorBody:
        """The error as Anthropic would tell it."""
        told = AnthropicError(type=self.code(error), message=error.message)
        return AnthropicErrorBody(error=told, request_id=request_id)
