"""The messages of a chat in OpenAI's form, as programs send them.

Source: https://platform.openai.com/docs/api-reference/chat
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Discriminator, Field, Tag, field_validator

from gateway.web.schemas import A_LIST, A_TEXT, RequestModel, not_blank

_DATA = r"^data:[\w.+-]+/[\w.+-]+;base64,"


class Lenient(RequestModel):
    """What programs send back as they received it, with fields of other providers."""

    model_config = ConfigDict(extra="ignore")


class TextPart(Lenient):
    """A piece of a message's text."""

    type: Literal["text"]
    text: str


class ImageData(Lenient):
    """A picture: only as data, since LiteLLM would fetch an address from this machine."""

    url: str = Field(pattern=_DATA)
    detail: str | None = None


class ImagePart(Lenient):
    """A picture in a message."""

    type: Literal["image_url"]
    image_url: ImageData


class FileData(Lenient):
    """A file, as data."""

    file_data: str = Field(pattern=_DATA)
    filename: str | None = None


class FilePart(Lenient):
    """A file in a message, such as a PDF."""

    type: Literal["file"]
    file: FileData


Part = Annotated[TextPart | ImagePart | FilePart, Field(discriminator="type")]


def _text_or(parts: Any) -> Any:
    """The annotation for a text, or a list of such parts."""
    return Annotated[
        Annotated[str, Tag(A_TEXT)]
        | Annotated[list[parts], Field(min_length=1, fail_fast=True), Tag(A_LIST)],
        Discriminator(lambda value: A_LIST if isinstance(value, list) else A_TEXT),
    ]


class SystemMessage(Lenient):
    """What the answer is to keep to."""

    role: Literal["system", "developer"]
    content: _text_or(TextPart)  # type: ignore[valid-type]


class UserMessage(Lenient):
    """What is asked."""

    role: Literal["user"]
    content: _text_or(Part)  # type: ignore[valid-type]

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
    arguments: str


class ToolCall(Lenient):
    """The model calls a tool."""

    id: str
    type: Literal["function"] = "function"
    function: CalledFunction


class AssistantMessage(Lenient):
    """An earlier answer, as it came. Programs write null, "" or nothing beside calls of tools."""

    role: Literal["assistant"]
    content: _text_or(TextPart) | None = None  # type: ignore[valid-type]
    tool_calls: list[ToolCall] | None = None


class ToolMessage(Lenient):
    """What a tool has given."""

    role: Literal["tool"]
    tool_call_id: str
    content: _text_or(TextPart)  # type: ignore[valid-type]


IncomingMessage = Annotated[
    SystemMessage | UserMessage | AssistantMessage | ToolMessage, Field(discriminator="role")
]
