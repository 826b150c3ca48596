"""A request for an answer, in no wire format."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from gateway.sandbox.conversation import Turn
from gateway.sandbox.errors import Json
from gateway.sandbox.tools import Offer

Remember = Callable[[str, list[Json]], None]


@dataclass(frozen=True)
class Call:
    """What a request asks for."""

    model: str
    turn: Turn
    """The current turn, whose directives are read."""
    input_text: str
    """All text of the request, for counting tokens."""
    max_tokens: int | None
    stream: bool
    shows_thinking: bool = False
    include_usage: bool = True
    media_type: str = "text/event-stream"
    """The media type of the answer if it is a stream."""
    offer: Offer = field(default_factory=Offer)
    schema: Json | None = None
    """The JSON Schema that the answer has to fit, None for a text."""
    stop: tuple[str, ...] = ()
    """Texts that end the answer where they come."""
    pictures: int = 0
    files: int = 0
    body: Json = field(default_factory=dict, repr=False)
    """The request, for what an API repeats of it."""
    remember: Remember | None = field(default=None, repr=False)
    """Keeps an answer's id and items, where a later request may refer to them."""


def text_of(content: Any) -> str:
    """Give a message's text from a string or a list of parts (OpenAI and Anthropic)."""
    return "".join(texts_of(content))


def texts_of(content: Any) -> tuple[str, ...]:
    """Give the parts of a message that are text (OpenAI and Anthropic)."""
    if isinstance(content, str):
        return (content,)
    if isinstance(content, list):
        texts = (part.get("text") for part in content if isinstance(part, dict))
        return tuple(str(text) for text in texts if text is not None)
    return ()


def stops(value: Any) -> tuple[str, ...]:
    """Give the stop texts from a string, a list or nothing."""
    if isinstance(value, str):
        return (value,)
    return tuple(str(stop) for stop in value or () if stop)
