"""The gateway's errors in the shape of Google's APIs.

Sources: https://google.aip.dev/193, https://ai.google.dev/gemini-api/docs/troubleshooting
"""

from gateway.errors import GatewayError
from gateway.web.error_shapes import ErrorOrType, ErrorShape
from gateway.web.schemas import ResponseModel

_STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}


class GeminiError(ResponseModel):
    """What went wrong; `code` is the HTTP status."""

    code: int
    message: str
    status: str


class GeminiErrorBody(ResponseModel):
    """An error of a route of Gemini's API."""

    error: GeminiError


class GeminiErrors(ErrorShape):
    """Google's."""

    schema = GeminiErrorBody

    def status(self, error: ErrorOrType) -> int:
        """The HTTP status: an empty account is a 429 there."""
        return 429 if error.status == 402 else error.status

    def code(self, error: ErrorOrType) -> str:
        """The canonical status."""
        status = self.status(error)
        return _STATUSES.get(status, "INVALID_ARGUMENT" if status < 500 else "INTERNAL")

    def body(self, error: GatewayError, request_id: str) -> GeminiErrorBody:
        """The error as Google would tell it."""
        told = GeminiError(code=self.status(error), message=error.message, status=self.code(error))
        return GeminiErrorBody(error=told)
