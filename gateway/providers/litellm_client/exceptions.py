"""LiteLLM's exceptions as failures of a call, read from the exceptions beneath them.

LiteLLM's own classes are not reliable: a 403 arrives as a bad request, an HTML page with status 502
as a connection error.
"""

import json
import logging
from collections.abc import Iterator

from gateway.errors import places_of
from gateway.providers.failures import CallFailed, ErrorReply, TimedOut

logger = logging.getLogger(__name__)


def call_failed(error: Exception) -> CallFailed:
    """The failure that an exception of LiteLLM stands for."""
    # Comes with LiteLLM; imported here so that it costs nothing before LiteLLM is needed.
    import httpx

    from gateway.providers.litellm_client.httpx_transport import RefusedReply

    text = ""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, TimeoutError | httpx.TimeoutException):
            return TimedOut()
        if isinstance(cause, httpx.HTTPStatusError):
            response = cause.response
            try:
                body = response.text
            except httpx.ResponseNotRead:
                body = text
            return ErrorReply(response.status_code, body, response.headers)
        if isinstance(cause, RefusedReply):
            return cause.failure
        # LiteLLM's exception for an error within an answer carries it as its message.
        body_object = getattr(cause, "body", None)
        if isinstance(body_object, dict):
            text = json.dumps(body_object)
        else:
            text = str(getattr(cause, "message", None) or text)
    logger.info("%s", places_of(causes[-1]))
    return ErrorReply(None, text)


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = getattr(cause, "original_exception", None) or cause.__cause__ or cause.__context__
