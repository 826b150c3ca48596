"""What every provider's book of errors must hold, and the reply that carries one."""

import random
import string
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from .directives import Directive, Fault

Json = dict[str, Any]

CLOUDFLARE_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>cloudflare</center>\r\n"
    "</body>\r\n</html>\r\n"
)
"""The page that stands before OpenAI and Anthropic when they do not answer."""


class ErrorReply(Exception):
    """An error in a provider's own words, raised from wherever it is found."""

    def __init__(
        self, status: int, body: Json | str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(status)
        self.status = status
        self.body = body
        """JSON, or a page of HTML."""
        self.headers = dict(headers or {})


@dataclass(frozen=True)
class Wait:
    """How long a provider asks its caller to wait, if it says so at all."""

    seconds: float | None = None
    as_date: bool = False

    @classmethod
    def asked(cls, directive: Directive) -> "Wait":
        """Read the wait from a directive."""
        date = directive.number("retry_after_date")
        if date is not None:
            return cls(date, as_date=True)
        return cls(directive.number("retry_after"))

    def header(self) -> dict[str, str]:
        """Give the `retry-after` header; empty where no wait is told."""
        if self.seconds is None:
            return {}
        if self.as_date:
            moment = datetime.now(UTC) + timedelta(seconds=self.seconds)
            return {"retry-after": format_datetime(moment, usegmt=True)}
        return {"retry-after": f"{self.seconds:g}"}


@dataclass(frozen=True)
class Trouble:
    """A fault with what its message tells of the request."""

    fault: Fault
    key: str
    model: str
    input_tokens: int
    input_limit: int
    wait: Wait
    stream: bool


class ErrorBook(ABC):
    """The errors of one provider, in its own statuses, bodies and headers."""

    @abstractmethod
    def missing_key(self) -> ErrorReply:
        """Say that no key came along."""

    @abstractmethod
    def bad_key(self, key: str) -> ErrorReply:
        """Say that the key is unknown."""

    @abstractmethod
    def may_not_list(self) -> ErrorReply:
        """Say that the key lives but may not list models."""

    @abstractmethod
    def unknown_path(self, method: str, path: str) -> ErrorReply:
        """Say that there is no such call."""

    @abstractmethod
    def model_gone(self, model: str) -> ErrorReply:
        """Say that there is no such model, or no longer."""

    @abstractmethod
    def invalid(self, message: str) -> ErrorReply:
        """Say why the body does not fit."""

    @abstractmethod
    def of(self, trouble: Trouble) -> ErrorReply | None:
        """Give the reply to a fault; None where the provider answers 200 all the same."""

    @abstractmethod
    def within_stream(self, fault: Fault) -> Json:
        """Give the error that the provider sends when a stream fails after its beginning."""


def token(length: int, alphabet: str = string.ascii_letters + string.digits) -> str:
    """Give a random piece of an id. Not a secret of anybody."""
    return "".join(random.choices(alphabet, k=length))  # noqa: S311
