"""LiteLLM's answers as OpenAI's Responses API sends them.

Source: https://platform.openai.com/docs/api-reference/responses/object

LiteLLM's own translation keeps calls of tools in a cache of the whole process, beyond the session.
"""

import time
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing
from typing import Any, TypeVar

from gateway.providers.litellm_client.openai_shape import OpenAIShape
from gateway.providers.litellm_client.output_items import (
    CalledTool,
    CustomToolCall,
    FunctionCall,
    Message,
    OutputItem,
    Reasoning,
    Status,
    ToolCall,
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
        self._calls: list[ToolCall] = []
        self._call_at: dict[int | None, ToolCall] = {}

    def whole(self, answer: Any) -> Json:
        """A whole answer: what its events would make up."""
        chat = self._chat.whole(answer)
        choice = chat["choices"][0]
        message, reason = choice["message"], choice["finish_reason"]
        for number, call in enumerate(message.get("tool_calls") or ()):
            call["index"] = number
        for _ in (*self._begin(chat), *self._write(message), *self._end(reason)):
            pass
        return self._complete(reason, chat["usage"])

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
        for event in self._end(finish_reason):
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
                    yield from self._end_text("completed")
                    self._text = self._add(kind(len(self._items)))
                    yield from self._text.begin()
                yield from self._text.write(text)
        for call in message.get("tool_calls") or ():
            place = call.get("index")
            known = self._call_at.get(place)
            # Some providers number all calls alike: another id is another call.
            if known is None or call.get("id") not in (None, "", known.call_id):
                yield from self._end_text("completed")
                known = self._call_at[place] = self._add(self._call(call))
                self._calls.append(known)
                yield from known.begin()
            if arguments := call["function"].get("arguments"):
                yield from known.write(arguments)

    def _call(self, call: Json) -> ToolCall:
        name = call["function"]["name"]
        tool = self._tools.get(name, CalledTool(name))
        kind = CustomToolCall if tool.takes_text else FunctionCall
        return kind(len(self._items), call.get("id") or new_id("call"), tool)

    def _add(self, item: _Item) -> _Item:
        self._items.append(item)
        return item

    def _end_text(self, status: Status) -> Iterator[Json]:
        if self._text is not None:
            yield from self._text.end(status)
            self._text = None

    def _end(self, finish_reason: str | None) -> Iterator[Json]:
        """Calls end with the answer: their pieces may come in turn. A cut cuts the last one."""
        cut = finish_reason in _INCOMPLETE
        last = self._calls[-1] if self._calls and self._text is None else None
        yield from self._end_text("incomplete" if cut else "completed")
        for call in self._calls:
            yield from call.end("incomplete" if cut and call is last else "completed")

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
