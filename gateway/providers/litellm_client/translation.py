"""Translated answers: their pieces, and the shapes that they are given."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any, Protocol

from gateway.providers.chat import ReportedUsage

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TranslatedPiece:
    """A piece of a translated answer, or all of it, with what has been told until then.

    `says_something` is whether there is text, reasoning or a call of a tool.
    """

    content: Json = field(repr=False)
    usage: ReportedUsage | None
    says_something: bool
    finish_reason: str | None


class AnswerShape(Protocol):
    """Turns LiteLLM's answer into that of one API."""

    def whole(self, answer: Any) -> Json:
        """A whole answer."""

    def stream(self, chunks: AsyncGenerator[Any, None]) -> AsyncGenerator[Json, None]:
        """The pieces of a stream."""


class Told:
    """What LiteLLM's pieces have told so far."""

    def __init__(self) -> None:
        self.usage: ReportedUsage | None = None
        self.says_something = False
        self.finish_reason: str | None = None

    def note(self, answer: Any) -> None:
        """Take in a piece, or a whole answer."""
        self.usage = getattr(answer, "usage", None) or self.usage
        for choice in answer.choices:
            written = getattr(choice, "delta", None) or getattr(choice, "message", None)
            names = ("content", "reasoning_content", "tool_calls")
            if any(getattr(written, name, None) for name in names):
                self.says_something = True
            self.finish_reason = choice.finish_reason or self.finish_reason

    def piece(self, content: Json) -> TranslatedPiece:
        """A piece of the answer, with what has been told until then."""
        return TranslatedPiece(content, self.usage, self.says_something, self.finish_reason)
