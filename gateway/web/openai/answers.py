"""Translated answers as OpenAI streams them.

Source: https://platform.openai.com/docs/api-reference/chat-streaming
"""

from typing import ClassVar

from gateway.web.error_shapes import ErrorShape
from gateway.web.openai.errors import OpenAIErrors
from gateway.web.translating import EventWriter, Json, as_data


class ChunkWriter(EventWriter):
    """Chunks, and the usage if it is wanted.

    Args:
        include_usage: whether it is.
    """

    errors: ClassVar[ErrorShape] = OpenAIErrors()
    ending = b"data: [DONE]\n\n"

    def __init__(self, *, include_usage: bool) -> None:
        self._include_usage = include_usage

    def event(self, content: Json) -> bytes:
        """A chunk; the one with the usage has no choices."""
        if not self._include_usage:
            return b"" if content.get("choices") == [] else as_data(content)
        return as_data({**content, "usage": None} if content.get("choices") else content)
