"""The errors that each provider has, and the reply that carries one."""

import random
import string
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from gateway.sandbox.directives import Directive, Fault

Json = dict[str, Any]

CLOUDFLARE_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n"
    "</body>\r\n</html>\r\n"
)
"""The page of the proxy in front of OpenAI and Anthropic when they do not answer."""


class ErrorReply(Exception):
    """An error as its provider writes it."""

    def __init__(
        self, status: int, body: Json | str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        """JSON, or an HTML page."""
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class RetryAfter:
    """How long the provider tells a client to wait, if it tells."""

    seconds: float | None = None
    as_date: bool = False

    @classmethod
    def asked(cls, directive: Directive) -> "RetryAfter":
        """Read it from a directive."""
        date = directive.number("retry_after_date")
        if date is not None:
            return cls(date, as_date=True)
        return cls(directive.number("retry_after"))

    def header(self) -> dict[str, str]:
        """Give the `retry-after` header; no header where nothing is told."""
        if self.seconds is None:
            return {}
        if self.as_date:
            moment = datetime.now(UTC) + timedelta(seconds=self.seconds)
            return {"retry-after": format_datetime(moment, usegmt=True)}
        return {"retry-after": f"{self.seconds:g}"}


@dataclass(frozen=True)
class Failure:
    """A fault, and what its message says about the request."""

    fault: Fault
    key: str
    model: str
    input_tokens: int
    input_limit: int
    retry_after: RetryAfter
    stream: bool


class ProviderErrors(ABC):
    """The errors of one provider, with its statuses, bodies and headers."""

    @abstractmethod
    def missing_key(self) -> ErrorReply:
        """The request has no key."""

    @abstractmethod
    def bad_key(self, key: str) -> ErrorReply:
        """The key is unknown."""

    @abstractmethod
    def may_not_list(self) -> ErrorReply:
        """The key is valid but may not list models."""

    @abstractmethod
    def unknown_path(self, method: str, path: str) -> ErrorReply:
        """There is no such URL."""

    @abstractmethod
    def model_gone(self, model: str) -> ErrorReply:
        """The model does not exist, or no longer."""

    @abstractmethod
    def model_unknown(self, model: str) -> ErrorReply:
        """A model that was asked for alone does not exist."""

    @abstractmethod
    def invalid(self, message: str) -> ErrorReply:
        """The body is invalid."""

    @abstractmethod
    def reply(self, failure: Failure) -> ErrorReply | None:
        """Give the reply to a fault; None where the provider answers 200."""

    @abstractmethod
    def within_stream(self, fault: Fault) -> Json:
        """Give the error within a stream that fails midway."""


def token(length: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """Give a random part of an id. It is no secret."""
    return "".join(random.choices(alphabet, k=length))  # noqa: S311
