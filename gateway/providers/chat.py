"""One chat request to a provider, and the pieces of its answer, the same for every provider."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from pydantic import SecretStr

from gateway.provider_settings import Transport

FinishReason = Literal["stop", "length", "content_filter"]


ReadEnding = Callable[[Mapping[str, Any]], FinishReason | None]
"""Finds in an answer, or a piece of one, why the provider ended it.

None where it does not say so, or says something that is no regular end.
"""


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where a request goes, and with which key.

    `candidates` are LiteLLM's model ids in the order in which they are tried; `api_key` is None for
    a provider that needs none.
    """

    provider: str
    name: str
    model: str
    candidates: tuple[str, ...]
    api_base: str
    api_key: SecretStr | None
    transport: Transport
    wire_format: str


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """A prompt, and how it is to be answered.

    `stream` asks the provider for pieces; `id` is the HTTP request's id, by which an error is found
    in the log.
    """

    upstream: Upstream
    messages: tuple[Message, ...] = field(repr=False)
    max_tokens: int | None = None
    temperature: float | None = None
    stream: bool = False
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the answer's text, or of the reasoning before it."""

    text: str = field(default="", repr=False)
    reasoning: str = field(default="", repr=False)


class ReportedUsage(Protocol):
    """What a provider reported, as LiteLLM keeps it: with the details that decide the price."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one piece of a stream, or a whole answer, holds.

    `finish_reason` is None until the provider itself says that the answer has ended. `usage` is
    complete so far.
    """

    piece: Piece
    finish_reason: FinishReason | None = None
    usage: ReportedUsage | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens as the provider reported them.

    `input_tokens` includes cached input, `output_tokens` includes reasoning.
    """

    input_tokens: int
    output_tokens: int
    total_tokens: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How the provider ended its answer.

    `cost_usd` is in US dollars, None where no price is known.
    """

    finish_reason: FinishReason
    usage: Usage | None
    cost_usd: float | None


def model_name(candidate: str) -> str:
    """The model's name at its provider: LiteLLM's id without the prefix."""
    return candidate.partition("/")[2]
