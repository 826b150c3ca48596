"""LiteLLM's answers as OpenAI's Responses API sends them.

Source: https://platform.openai.com/docs/api-reference/responses/object

LiteLLM's own translation keeps calls of tools in a cache of the whole process, beyond the session.
"""

import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from typing import Any, TypeVar

from gateway.providers.litellm_client.openai_shape import OpenAIShape
from gateway.providers.litellm_client.response_items import (
    CalledTool,
    CustomToolCall,
    FunctionCall,
    Message,
    OutputItem,
    Reasoning,
    new_id,
)
from gateway.providers.litellm_client.translation import Json

_INCOMPLETE = {"length": "max_output_tokens", "content_filter": "content_filter"}

_Item = TypeVar("_Item", bound=OutputItem)


class ResponsesShape:
    """Turns the answer to one chat into a response, whole or as its events.

    Args:
        template: the response without what the model gives.
        tools: which tool is meant by each function's name.
    """

    def __init__(self, template: Mapping[str, Any], tools: Mapping[str, CalledTool]) -> None:
        self._template = template
        self._tools = tools
        self._chat = OpenAIShape()
        self._response: Json = {}
        self._items: list[OutputItem] = []
        self._text: Message | Reasoning | None = None
        self._calls: dict[int, OutputItem] = {}

    def whole(self, answer: Any) -> Json:
        """A whole answer: what its events would make up."""
        chat = self._chat.whole(answer)
        choice = chat["choices"][0]
        for _ in (*self._begin(chat), *self._write(choice["message"]), *self._end()):
            pass
        return self._complete(choice["finish_reason"], chat["usage"])

    async def stream(self, chunks: AsyncGenerator[Any, None]) -> AsyncGenerator[Json, None]:
        """The events of a stream."""
        usage = finish_reason = None
        async with aclosing(self._chat.stream(chunks)) as pieces:
            async for piece in pieces:
                if not self._response:
                    for event in self._begin(piece):
                        yield event
                usage = piece.get("usage") or usage
                for choice in piece["choices"][:1]:
                    finish_reason = choice["finish_reason"] or finish_reason
                    for event in self._write(choice["delta"]):
                        yield event
        for event in self._end():
            yield event
        response = self._complete(finish_reason, usage)
        yield {"type": f"response.{response['status']}", "response": response}

    def _begin(self, chat: Json) -> Iterator[Json]:
        self._response = {
            **self._template,
            "id": new_id("resp"),
            "object": "response",
            "created_at": chat["created"],
            "completed_at": None,
            "status": "in_progress",
            "error": None,
            "incomplete_details": None,
            "model": chat["model"],
            "output": [],
            "usage": None,
        }
        for kind in ("created", "in_progress"):
            yield {"type": f"response.{kind}", "response": self._response}

    def _write(self, message: Json) -> Iterator[Json]:
        """The events of a piece of the assistant's message."""
        for kind, name in ((Reasoning, "reasoning_content"), (Message, "content")):
            if text := message.get(name):
                if not isinstance(self._text, kind):
                    yield from self._end_text()
                    self._text = self._add(kind(len(self._items)))
                    yield from self._text.begin()
                yield from self._text.write(text)
        for number, call in enumerate(message.get("tool_calls") or ()):
            index, function = call.get("index", number), call["function"]
            if index not in self._calls:
                yield from self._end_text()
                self._calls[index] = self._add(self._call(call))
                yield from self._calls[index].begin()
            if function.get("arguments"):
                yield from self._calls[index].write(function["arguments"])

    def _call(self, call: Json) -> OutputItem:
        name, index = call["function"]["name"], len(self._items)
        tool = self._tools.get(name, CalledTool(name))
        kind = CustomToolCall if tool.takes_text else FunctionCall
        return kind(index, call["id"], tool)

    def _add(self, item: _Item) -> _Item:
        self._items.append(item)
        return item

    def _end_text(self) -> Iterator[Json]:
        if self._text is not None:
            yield from self._text.end()
            self._text = None

    def _end(self) -> Iterator[Json]:
        """Calls end with the answer: their pieces may come in turn."""
        yield from self._end_text()
        for call in self._calls.values():
            yield from call.end()

    def _complete(self, finish_reason: str | None, usage: Json | None) -> Json:
        reason = _INCOMPLETE.get(finish_reason or "")
        return {
            **self._response,
            "status": "incomplete" if reason else "completed",
            "completed_at": None if reason else int(time.time()),
            "incomplete_details": {"reason": reason} if reason else None,
            "output": [item.fields for item in self._items],
            "usage": _usage(usage),
        }


def _usage(chat: Json | None) -> Json | None:
    """The usage of a chat under the names that responses have for it."""
    if chat is None:
        return None
    return {
        "input_tokens": chat["prompt_tokens"],
        "input_tokens_details": chat["prompt_tokens_details"],
        "output_tokens": chat["completion_tokens"],
        "output_tokens_details": chat["completion_tokens_details"],
        "total_tokens": chat["total_tokens"],
    }
