"""What a generation goes through, and the one shape in which its answer is given."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gateway.errors import ErrorInfo
from gateway.providers.chat import Ending, Piece, Usage

Status = Literal["running", "done", "failed", "stopped"]
FinishReason = Literal["stop", "length", "content_filter", "stopped"]


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt begins: its number, and the model that is asked."""

    number: int
    upstream_model: str


@dataclass(frozen=True, slots=True)
class Retrying:
    """The wait before the next attempt, and the code of the error that caused it.

    `refused` says that the provider charges nothing for the attempt that failed.
    """

    attempt: int
    wait_ms: int
    code: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know about an answer that went well."""

    code: str
    message: str


Progress = Attempt | Retrying | Notice | Piece | Ending
"""What can happen on the way from a request to the end of its answer."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Milliseconds since the request, to the first piece and to the end (so far)."""

    first_token_ms: int | None
    total_ms: int


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer, the same for every provider."""

    id: str
    status: Status
    provider: str
    model: str
    upstream_model: str | None
    text: str = field(repr=False)
    reasoning: str | None = field(repr=False)
    format: Literal["markdown"]
    finish_reason: FinishReason | None
    usage: Usage | None
    cost_usd: float | None
    timing: Timing
    attempts: int
    notices: list[Notice]
    error: ErrorInfo | None
    created_at: datetime
