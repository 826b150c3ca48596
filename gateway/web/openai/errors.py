"""The gateway's errors in OpenAI's shape, with the statuses that OpenAI's SDKs know.

Sources: https://platform.openai.com/docs/guides/error-codes, and `_make_status_error` and
`_should_retry` in OpenAI's SDK for Python.
"""

import re

from aiohttp import web

from gateway.errors import GatewayError, QuotaExhausted, TooManyGenerations
from gateway.web.openai.schemas import OpenAIErrorBody, OpenAIErrorInfo
from gateway.web.responses import error_response

PREFIX = "/v1/"

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

# Seconds. An SDK should not wait longer than this on its own.
_LONGEST_WAIT = 60


class ModelNotFound(GatewayError):
    """No provider of the catalogue has a model of that name."""

    code, status, action = "model_not_found", 404, None
    default_message = "There is no such model. GET /v1/models lists those that there are."


class GenerationStopped(GatewayError):
    """The answer was stopped, or its token has ended, so it is incomplete."""

    code, status, action = "generation_stopped", 409, None
    default_message = "The answer was stopped before its end."


def openai_error_body(error: GatewayError) -> OpenAIErrorBody:
    """The error as OpenAI would tell it."""
    status = openai_status(error)
    return OpenAIErrorBody(
        error=OpenAIErrorInfo(
            message=error.message,
            type=_TYPES.get(status, "invalid_request_error" if status < 500 else "server_error"),
            param=re.sub(r"\.(\d+)", r"[\1]", error.field) if error.field else None,
            code=openai_code(error),
        )
    )


def openai_error_response(error: GatewayError, request_id: str) -> web.Response:
    """The error as a response.

    The gateway has retried already where that made sense. x-should-retry keeps the SDKs from
    doing it again.
    """
    response = error_response(error, request_id, openai_error_body(error))
    response.set_status(openai_status(error))
    soon = error.retry_after is not None and error.retry_after <= _LONGEST_WAIT
    if not (isinstance(error, TooManyGenerations) or (error.retryable and soon)):
        response.headers["x-should-retry"] = "false"
    return response


def openai_code(error: GatewayError | type[GatewayError]) -> str:
    """OpenAI's code for it, where it has one."""
    return _CODES.get(error.code, error.code)


def openai_status(error: GatewayError | type[GatewayError]) -> int:
    """OpenAI's status for it: an empty account is a 429 there."""
    return 429 if error.code == QuotaExhausted.code else error.status
