"""The messages of a chat in OpenAI's form, as programs send them.

Source: https://platform.openai.com/docs/api-reference/chat
"""

from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from gateway.web.openai.lenient import DATA_URL, Lenient, text_or
from gateway.web.schemas import not_blank


class TextPart(Lenient):
    """A piece of a message's text."""

    type: Literal["text"]
    text: str


class ImageData(Lenient):
    """A picture: only as data, since LiteLLM would fetch an address from this machine."""

    url: str = Field(pattern=DATA_URL)
    detail: str | None = None


class ImagePart(Lenient):
    """A picture in a message."""

    type: Literal["image_url"]
    image_url: ImageData


class FileData(Lenient):
    """A file, as data."""

    file_data: str = Field(pattern=DATA_URL)
    filename: str | None = None


class FilePart(Lenient):
    """A file in a message, such as a PDF."""

    type: Literal["file"]
    file: FileData


Part = Annotated[TextPart | ImagePart | FilePart, Field(discriminator="type")]


class SystemMessage(Lenient):
    """What the answer is to keep to."""

    role: Literal["system", "developer"]
    content: text_or(TextPart)  # type: ignore[valid-type]


class UserMessage(Lenient):
    """What is asked."""

    role: Literal["user"]
    content: text_or(Part)  # type: ignore[valid-type]

    @field_validator("content")
    @classmethod
    def _not_blank(cls, content: Any) -> Any:
        if isinstance(content, str):
            not_blank(content)
        elif all(isinstance(part, TextPart) for part in content):
            not_blank("".join(part.text for part in content))
        return content


class CalledFunction(Lenient):
    """Which function is called, and with what; `arguments` is JSON."""

    name: str
    arguments: str = ""


class ToolCall(Lenient):
    """The model calls a tool."""

    id: str
    type: Literal["function"] = "function"
    function: CalledFunction


class AssistantMessage(Lenient):
    """An earlier answer, as it came. Programs write null, "" or nothing beside calls of tools."""

    role: Literal["assistant"]
    content: text_or(TextPart) | None = None  # type: ignore[valid-type]
    tool_calls: list[ToolCall] | None = None


class ToolMessage(Lenient):
    """What a tool has given."""

    role: Literal["tool"]
    tool_call_id: str
    content: text_or(Part)  # type: ignore[valid-type]


IncomingMessage = Annotated[
    SystemMessage | UserMessage | AssistantMessage | ToolMessage, Field(discriminator="role")
]
