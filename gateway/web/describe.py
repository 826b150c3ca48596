"""What each route says of itself, beside the code that does it.

From these openapi.py makes one document. A route's docstring is read by the people who call it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeVar

from gateway.errors import (
    ContentBlocked,
    ContextTooLong,
    GatewayError,
    KeyRejected,
    MissingKey,
    ModelUnavailable,
    PermissionDenied,
    ProviderError,
    ProviderOverloaded,
    ProviderTimeout,
    ProviderUnreachable,
    QuotaExhausted,
    RateLimited,
    TooManyGenerations,
)
from gateway.web.schemas import RequestModel, ResponseModel


class Access(Enum):
    """Who may call a route."""

    ANYBODY = "anybody"
    PERSON = "a person with a session"
    PERSON_OR_PROGRAM = "a person with a session, or a program with an access token"
    PROGRAM = "a program with an access token"


ErrorTypes = tuple[type[GatewayError], ...]

GENERATION_ERRORS: ErrorTypes = (
    ContextTooLong,
    ContentBlocked,
    MissingKey,
    KeyRejected,
    QuotaExhausted,
    PermissionDenied,
    ModelUnavailable,
    RateLimited,
    TooManyGenerations,
    ProviderError,
    ProviderUnreachable,
    ProviderOverloaded,
    ProviderTimeout,
)
"""What may become of a prompt."""


@dataclass(frozen=True, slots=True)
class Description:
    """What a route takes, gives and refuses.

    `gives` is the type of its answer, None where it has no body; `content_type` is said where that
    is not JSON, and `stream` is the type of an event where the answer may be a stream instead.
    """

    access: Access
    takes: type[RequestModel] | None
    gives: Any
    status: int
    errors: ErrorTypes
    content_type: str
    stream: type[ResponseModel] | None
    headers: Sequence[str]
    summary: str
    details: str


Handler = TypeVar("Handler", bound=Callable[..., Any])

_descriptions: dict[object, Description] = {}


def described(
    access: Access,
    *,
    takes: type[RequestModel] | None = None,
    gives: Any = None,
    status: int = 200,
    errors: ErrorTypes = (),
    content_type: str = "application/json",
    stream: type[ResponseModel] | None = None,
    headers: Sequence[str] = (),
) -> Callable[[Handler], Handler]:
    """Say what a route takes, gives and refuses, beyond what all routes refuse."""

    def decorate(handler: Handler) -> Handler:
        summary, _, details = (handler.__doc__ or "").partition("\n")
        _descriptions[handler] = Description(
            access=access,
            takes=takes,
            gives=gives,
            status=status,
            errors=errors,
            content_type=content_type,
            stream=stream,
            headers=headers,
            summary=summary.rstrip("."),
            details=" ".join(details.split()),
        )
        return handler

    return decorate


def description_of(handler: object) -> Description:
    """What the route of that handler says of itself."""
    return _descriptions[handler]
