"""The gateway's errors in OpenAI's shape, with the statuses that OpenAI's SDKs know.

Sources: https://platform.openai.com/docs/guides/error-codes, and `_make_status_error` and
`_should_retry` in OpenAI's SDK for Python.
"""

import re

from gateway.errors import GatewayError, QuotaExhausted
from gateway.web.error_shapes import ErrorOrType, ErrorShape
from gateway.web.schemas import ResponseModel

# OpenAI's name for what the gateway calls otherwise.
_CODES = {
    "session_required": "invalid_api_key",
    "context_too_long": "context_length_exceeded",
    "content_blocked": "content_policy_violation",
    "quota_exhausted": "insufficient_quota",
    "rate_limited": "rate_limit_exceeded",
    "model_unavailable": "model_not_found",
}
_TYPES = {401: "authentication_error", 403: "permission_error", 429: "rate_limit_error"}


class OpenAIErrorInfo(ResponseModel):
    """What went wrong, in OpenAI's shape."""

    message: str
    type: str
    param: str | None
    code: str


class OpenAIErrorBody(ResponseModel):
    """An error of a route under /v1."""

    error: OpenAIErrorInfo


class OpenAIErrors(ErrorShape):
    """OpenAI's."""

    schema = OpenAIErrorBody

    def status(self, error: ErrorOrType) -> int:
        """The HTTP status: an empty account is a 429 there."""
        return 429 if error.code == QuotaExhausted.code else error.status

    def code(self, error: ErrorOrType) -> str:
        """OpenAI's code, where it has one."""
        return _CODES.get(error.code, error.code)

    def body(self, error: GatewayError, request_id: str) -> OpenAIErrorBody:
        """The error as OpenAI would tell it."""
        status = self.status(error)
        return OpenAIErrorBody(
            error=OpenAIErrorInfo(
                message=error.message,
                type=_TYPES.get(
                    status, "invalid_request_error" if status < 500 else "server_error"
                ),
                param=re.sub(r"\.(\d+)", r"[\1]", error.field) if error.field else None,
                code=self.code(error),
            )
        )
