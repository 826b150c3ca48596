"""What is asked of a provider."""

from dataclasses import dataclass, field
from typing import Literal

from pydantic import SecretStr

Way = Literal["direct", "litellm"]


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where a request goes, and as whom.

    `candidates` are LiteLLM's model ids in the order in which they are tried; `api_key` is None for
    a provider that needs none; `way` is the way through LiteLLM.
    """

    provider: str
    name: str
    model: str
    candidates: tuple[str, ...]
    api_base: str
    api_key: SecretStr | None
    way: Way


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a conversation."""

    role: Literal["system", "user", "assistant"]
    content: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GenerationRequest:
    """A prompt, and how it is to be answered.

    `stream` asks the provider for pieces; `id` is the request's id, by which an error is found in
    the log.
    """

    upstream: Upstream
    messages: tuple[Message, ...] = field(repr=False)
    max_tokens: int | None = None
    temperature: float | None = None
    stream: bool = False
    id: str | None = None
