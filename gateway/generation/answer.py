"""What comes back: the pieces of an answer, how it ended, and the one shape it is told in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from gateway.errors import ErrorInfo

Status = Literal["running", "done", "failed", "stopped"]
FinishReason = Literal["stop", "length", "content_filter", "stopped"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the answer's text, or of the thinking before it."""

    text: str = field(default="", repr=False)
    reasoning: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider reported them: input with cached input, output with thinking."""

    input_tokens: int
    output_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How the provider ended its answer. `cost_usd` is None where no price is known."""

    finish_reason: FinishReason
    usage: Usage | None
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know about an answer that went well."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Retrying:
    """The wait before the next attempt, and the code of the error that is waited out.

    `refused` says that the provider charges nothing for the attempt that failed.
    """

    attempt: int
    wait_ms: int
    code: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt begins: its number, and the model that is asked."""

    number: int
    upstream_model: str


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
