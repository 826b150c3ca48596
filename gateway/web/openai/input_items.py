"""The items of the Responses API's input as messages of a chat.

Source: https://platform.openai.com/docs/api-reference/responses/create
"""

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag, ValidationInfo, field_validator

from gateway.providers.litellm_client import CalledTool
from gateway.web.openai.lenient import DATA_URL, Lenient, text_or
from gateway.web.openai.response_tools import function_name
from gateway.web.schemas import not_blank

Json = dict[str, Any]


class TextPart(Lenient):
    """A piece of text that the program or a model has written."""

    type: Literal["input_text", "output_text"]
    text: str

    def as_part(self) -> Json:
        """The piece as chat completions have it."""
        return {"type": "text", "text": self.text}


class Refusal(Lenient):
    """A model's words that it will not answer."""

    type: Literal["refusal"]
    refusal: str

    def as_part(self) -> Json:
        """The words as a piece of text."""
        return {"type": "text", "text": self.refusal}


class InputImage(Lenient):
    """A picture: only as data, since LiteLLM would fetch an address from this machine."""

    type: Literal["input_image"]
    image_url: str = Field(pattern=DATA_URL)
    detail: str | None = None

    def as_part(self) -> Json:
        """The picture as chat completions have it."""
        detail = {} if self.detail is None else {"detail": self.detail}
        return {"type": "image_url", "image_url": {"url": self.image_url, **detail}}


class InputFile(Lenient):
    """A file, as data."""

    type: Literal["input_file"]
    file_data: str = Field(pattern=DATA_URL)
    filename: str | None = None

    def as_part(self) -> Json:
        """The file as chat completions have it."""
        name = {} if self.filename is None else {"filename": self.filename}
        return {"type": "file", "file": {"file_data": self.file_data, **name}}


Part = Annotated[TextPart | Refusal | InputImage | InputFile, Field(discriminator="type")]


class ItemMessage(Lenient):
    """A message."""

    type: Literal["message"] = "message"
    role: Literal["system", "developer", "user", "assistant"]
    content: text_or(Part, at_least=0)  # type: ignore[valid-type]

    @field_validator("content")
    @classmethod
    def _fits_its_role(cls, content: Any, info: ValidationInfo) -> Any:
        media = not isinstance(content, str) and any(
            isinstance(part, InputImage | InputFile) for part in content
        )
        if info.data.get("role") != "user":
            if media:
                raise ValueError("only a user's message may have pictures and files here")
        elif not media:
            not_blank(text_of(content))
        return content


class _Call(Lenient):
    """The model calls a tool."""

    call_id: str
    name: str
    namespace: str | None = None

    def as_call(self) -> Json:
        """The call as chat completions have it."""
        function = {"name": function_name(self.name, self.namespace), "arguments": self._json()}
        return {"id": self.call_id, "type": "function", "function": function}

    def _json(self) -> str:
        raise NotImplementedError


class FunctionCall(_Call):
    """The model calls a function; `arguments` is JSON."""

    type: Literal["function_call"]
    arguments: str

    def _json(self) -> str:
        return self.arguments


class CustomToolCall(_Call):
    """The model calls a tool that takes a text."""

    type: Literal["custom_tool_call"]
    input: str

    def _json(self) -> str:
        return json.dumps({CalledTool.TEXT: self.input}, ensure_ascii=False)


class CallOutput(Lenient):
    """What a tool has given."""

    type: Literal["function_call_output", "custom_tool_call_output"]
    call_id: str
    output: text_or(Part, at_least=0)  # type: ignore[valid-type]


class Reasoning(Lenient):
    """What a model has thought; only the provider that it came from can read it."""

    type: Literal["reasoning"]


def _kind(item: Any) -> Any:
    """Which kind of item it is: that of a message may be left out."""
    return item.get("type", "message") if isinstance(item, dict) else None


Item = Annotated[
    Annotated[ItemMessage, Tag("message")]
    | Annotated[FunctionCall, Tag("function_call")]
    | Annotated[CustomToolCall, Tag("custom_tool_call")]
    | Annotated[CallOutput, Tag("function_call_output")]
    | Annotated[CallOutput, Tag("custom_tool_call_output")]
    | Annotated[Reasoning, Tag("reasoning")],
    Discriminator(
        _kind,
        custom_error_type="item_type",
        custom_error_message="An item of this type cannot be translated for other providers",
    ),
]


def as_messages(items: Iterable[Item]) -> list[Json]:
    """The items as messages of a chat."""
    messages: list[Json] = []
    for item in items:
        match item:
            case ItemMessage():
                messages.append({"role": item.role, "content": _content(item.content)})
            case CallOutput():
                content = _content(item.output)
                messages.append({"role": "tool", "tool_call_id": item.call_id, "content": content})
            case FunctionCall() | CustomToolCall():
                messages.append({"role": "assistant", "tool_calls": [item.as_call()]})
    return messages


def text_of(content: Any) -> str:
    """What a content says, without its pictures and files."""
    if isinstance(content, str):
        return content
    return "".join(getattr(part, "text", "") or getattr(part, "refusal", "") for part in content)


def _content(content: Any) -> str | list[Json]:
    if isinstance(content, str) or not content:
        return content or ""
    return [part.as_part() for part in content]
