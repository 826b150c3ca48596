"""LiteLLM's exceptions as failures of a call, read from the exceptions beneath them.

LiteLLM's own classes are not reliable: a 403 arrives as a bad request, an HTML page with status 502
as a connection error.
"""

import json
import logging
from collections.abc import Iterator

import aiohttp

from gateway.errors import places_of
from gateway.providers.failures import (
    BrokenOff,
    CallFailed,
    ErrorReply,
    TimedOut,
    Unreachable,
    Untrusted,
)

logger = logging.getLogger(__name__)


def call_failed(error: Exception, *, begun: bool) -> CallFailed:
    """The failure that an exception of LiteLLM stands for.

    Args:
        error: what LiteLLM raised.
        begun: whether a piece of the answer had arrived before.
    """
    # Comes with LiteLLM; imported here so that it costs nothing before LiteLLM is needed.
    import httpx

    from gateway.providers.litellm_client.httpx_transport import RefusedReply

    text = ""
    causes = list(_causes(error))
    if any(isinstance(cause, aiohttp.ClientSSLError) for cause in causes):
        return Untrusted()
    begun = begun or any(isinstance(cause, aiohttp.ClientPayloadError) for cause in causes)
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
        if isinstance(cause, httpx.TransportError):
            connected = not any(isinstance(one, aiohttp.ClientConnectorError) for one in causes)
            return BrokenOff() if begun else Unreachable(connected=connected)
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
