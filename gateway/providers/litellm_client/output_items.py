"""The items of a response's output, and the events that a stream has of each.

Source: https://platform.openai.com/docs/api-reference/responses-streaming
"""

import secrets
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

from pydantic_core import from_json

from gateway.providers.litellm_client.translation import Json

Status = Literal["completed", "incomplete"]


@dataclass(frozen=True, slots=True)
class CalledTool:
    """A tool of the program, as it has named it."""

    name: str
    namespace: str | None = None
    takes_text: bool = False

    TEXT: ClassVar[str] = "input"
    """The parameter of the function that stands for a tool that takes a text."""


class OutputItem(ABC):
    """An item, written piece by piece.

    Args:
        index: its place in the output.
    """

    def __init__(self, index: int, fields: Json) -> None:
        self.fields = fields
        self._index = index
        self._pieces: list[str] = []

    def begin(self) -> Iterator[Json]:
        """The events before its content."""
        yield self._event("output_item.added", item=dict(self.fields))

    def write(self, text: str) -> Iterator[Json]:
        """The events of a piece."""
        self._pieces.append(text)
        yield from self._delta(text)

    def end(self, status: Status) -> Iterator[Json]:
        """The events behind its content; `fields` is complete then."""
        if "status" in self.fields:
            self.fields["status"] = status
        yield from self._finish("".join(self._pieces))
        yield self._event("output_item.done", item=self.fields)

    @abstractmethod
    def _delta(self, text: str) -> Iterator[Json]: ...

    @abstractmethod
    def _finish(self, text: str) -> Iterator[Json]: ...

    def _event(self, event: str, /, **more: object) -> Json:
        return {"type": f"response.{event}", "output_index": self._index, **more}

    def _inner(self, event: str, /, **more: object) -> Json:
        return self._event(event, item_id=self.fields["id"], **more)


class Message(OutputItem):
    """A text."""

    def __init__(self, index: int) -> None:
        fields = {"id": new_id("msg"), "type": "message", "role": "assistant"}
        super().__init__(index, {**fields, "status": "in_progress", "content": []})

    def begin(self) -> Iterator[Json]:
        """The events before its content."""
        yield from super().begin()
        yield self._in_part("content_part.added", part=self._part(""))

    def _delta(self, text: str) -> Iterator[Json]:
        yield self._in_part("output_text.delta", delta=text, logprobs=[])

    def _finish(self, text: str) -> Iterator[Json]:
        part = self._part(text)
        self.fields["content"] = [part]
        yield self._in_part("output_text.done", text=text, logprobs=[])
        yield self._in_part("content_part.done", part=part)

    def _in_part(self, name: str, **more: object) -> Json:
        return self._inner(name, content_index=0, **more)

    def _part(self, text: str) -> Json:
        return {"type": "output_text", "text": text, "annotations": [], "logprobs": []}


class Reasoning(OutputItem):
    """What the model tells of its thinking."""

    def __init__(self, index: int) -> None:
        super().__init__(index, {"id": new_id("rs"), "type": "reasoning", "summary": []})

    def begin(self) -> Iterator[Json]:
        """The events before its content."""
        yield from super().begin()
        yield self._in_part("part.added", part=self._part(""))

    def _delta(self, text: str) -> Iterator[Json]:
        yield self._in_part("text.delta", delta=text)

    def _finish(self, text: str) -> Iterator[Json]:
        part = self._part(text)
        self.fields["summary"] = [part]
        yield self._in_part("text.done", text=text)
        yield self._in_part("part.done", part=part)

    def _in_part(self, name: str, **more: object) -> Json:
        return self._inner(f"reasoning_summary_{name}", summary_index=0, **more)

    def _part(self, text: str) -> Json:
        return {"type": "summary_text", "text": text}


class ToolCall(OutputItem):
    """A call of a tool of the program."""

    kind: ClassVar[str]
    content: ClassVar[str]
    prefix: ClassVar[str]

    def __init__(self, index: int, call_id: str, tool: CalledTool) -> None:
        fields = {
            "id": new_id(self.prefix),
            "type": self.kind,
            "status": "in_progress",
            self.content: "",
            "call_id": call_id,
            "name": tool.name,
        }
        if tool.namespace is not None:
            fields["namespace"] = tool.namespace
        super().__init__(index, fields)

    @property
    def call_id(self) -> str:
        """The call's id."""
        return str(self.fields["call_id"])

    def _complete(self, content: str) -> Json:
        self.fields[self.content] = content
        return {self.content: content}


class FunctionCall(ToolCall):
    """A call of a function, whose arguments are JSON."""

    kind, content, prefix = "function_call", "arguments", "fc"

    def _delta(self, text: str) -> Iterator[Json]:
        yield self._inner("function_call_arguments.delta", delta=text)

    def _finish(self, text: str) -> Iterator[Json]:
        done = self._complete(text or "{}")
        yield self._inner("function_call_arguments.done", name=self.fields["name"], **done)


class CustomToolCall(ToolCall):
    """A call of a tool that takes a text. The model has called a function that stands for it."""

    kind, content, prefix = "custom_tool_call", "input", "ctc"

    def _delta(self, text: str) -> Iterator[Json]:
        yield from ()  # a piece of JSON is no piece of the text within

    def _finish(self, text: str) -> Iterator[Json]:
        content = _text_within(text)
        yield self._inner("custom_tool_call_input.delta", delta=content)
        yield self._inner("custom_tool_call_input.done", **self._complete(content))


def _text_within(arguments: str) -> str:
    """The text for a tool, of arguments that may be cut, or be the text itself."""
    try:
        parsed = from_json(arguments, allow_partial="trailing-strings")
    except ValueError:
        return arguments
    values = list(parsed.values()) if isinstance(parsed, dict) else []
    within = parsed.get(CalledTool.TEXT, values[0] if len(values) == 1 else None) if values else ""
    return within if isinstance(within, str) else arguments


def new_id(prefix: str) -> str:
    """An id as OpenAI makes them."""
    return f"{prefix}_{secrets.token_hex(24)}"
