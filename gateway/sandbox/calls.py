"""A request for an answer, in no wire format."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Call:
    """What a request asks for."""

    model: str
    prompt: str
    """The text of the last user message, whose directives are read."""
    input_text: str
    """All text of the request, for counting tokens."""
    max_tokens: int | None
    stream: bool
    shows_thinking: bool = False
    include_usage: bool = True
    media_type: str = "text/event-stream"
    """The media type of the answer if it is a stream."""


def text_of(content: Any) -> str:
    """Give a message's text from a string or a list of parts (OpenAI and Anthropic)."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return ""
