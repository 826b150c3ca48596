"""LiteLLM's answers as OpenAI sends them: LiteLLM adds fields of its own, and of each provider.

Source: https://platform.openai.com/docs/api-reference/chat/object,
https://platform.openai.com/docs/api-reference/chat-streaming
"""

from collections.abc import AsyncGenerator, Mapping
from typing import Any

from gateway.providers.litellm_client.translation import Json
from gateway.surrogates import SurrogateJoiner


class OpenAIShape:
    """Turns the answer to one chat into OpenAI's JSON, piece by piece."""

    def __init__(self) -> None:
        self._joiners: dict[tuple[int, str], SurrogateJoiner] = {}

    async def stream(self, chunks: AsyncGenerator[Any, None]) -> AsyncGenerator[Json, None]:
        """The pieces of a stream."""
        async for chunk in chunks:
            yield self.chunk(chunk)

    def whole(self, answer: Any) -> Json:
        """A whole answer."""
        known = answer.model_dump(exclude_none=True)
        return {
            **_head(known, "chat.completion"),
            "choices": [
                {
                    "index": choice.get("index", 0),
                    "message": {
                        "role": "assistant",
                        "content": None,
                        "refusal": None,
                        **self._content(choice.get("index", 0), choice["message"]),
                    },
                    "logprobs": choice.get("logprobs"),
                    "finish_reason": choice.get("finish_reason"),
                }
                for choice in known["choices"]
            ],
            "usage": _usage(known.get("usage")),
        }

    def chunk(self, piece: Any) -> Json:
        """A piece of a stream; the last one has the usage and no choices."""
        known = piece.model_dump(exclude_none=True)
        head = _head(known, "chat.completion.chunk")
        if "usage" in known and not known["choices"]:
            return {**head, "choices": [], "usage": _usage(known["usage"])}
        choices = []
        for choice in known["choices"]:
            index, delta = choice.get("index", 0), choice["delta"]
            role = {"role": "assistant"} if delta.get("role") else {}
            choices.append(
                {
                    "index": index,
                    "delta": {**role, **self._content(index, delta)},
                    "logprobs": choice.get("logprobs"),
                    "finish_reason": choice.get("finish_reason"),
                }
            )
        return {**head, "choices": choices}

    def _content(self, index: int, message: Mapping[str, Any]) -> Json:
        content: Json = {}
        for name in ("content", "reasoning_content"):
            if (text := message.get(name)) is not None:
                joiner = self._joiners.setdefault((index, name), SurrogateJoiner())
                content[name] = joiner.feed(text)
        if calls := message.get("tool_calls"):
            content["tool_calls"] = [_tool_call(call) for call in calls]
        return content


def _head(known: Mapping[str, Any], kind: str) -> Json:
    return {"id": known["id"], "object": kind, "created": known["created"], "model": known["model"]}


def _tool_call(call: Mapping[str, Any]) -> Json:
    """A call, or a piece of one: the first has id and name."""
    names = ("index", "id", "type")
    function = {name: call["function"][name] for name in ("name", "arguments")
                if name in call["function"]}  # fmt: skip
    return {**{name: call[name] for name in names if name in call}, "function": function}


def _usage(known: Mapping[str, Any] | None) -> Json | None:
    if known is None:
        return None
    details = known.get("prompt_tokens_details") or {}
    cached, written = details.get("cached_tokens"), details.get("cache_creation_tokens")
    reasoning = (known.get("completion_tokens_details") or {}).get("reasoning_tokens") or 0
    return {
        "prompt_tokens": known["prompt_tokens"],
        "completion_tokens": known["completion_tokens"],
        "total_tokens": known["total_tokens"],
        "prompt_tokens_details": {
            "cached_tokens": cached or 0,
            "cache_write_tokens": written or 0,
        },
        "completion_tokens_details": {"reasoning_tokens": reasoning},
    }
