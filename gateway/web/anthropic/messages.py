"""Anthropic's messages for other providers: what can be translated, and how the answer is sent."""

from collections.abc import Mapping
from typing import Any, ClassVar

from gateway.errors import InvalidRequest
from gateway.web.anthropic.errors import AnthropicErrors
from gateway.web.bodies import check_body
from gateway.web.error_shapes import ErrorShape
from gateway.web.openai.chat import CANNOT_BE_TRANSLATED, TranslatedChat, without_nulls
from gateway.web.translating import EventWriter, Json, as_named_event, renamed

# What decides the answer.
_TRANSLATED = frozenset(
    {
        *("model", "messages", "system", "max_tokens", "stop_sequences", "stream", "temperature"),
        *("top_p", "thinking", "tools", "tool_choice", "output_config", "output_format"),
    }
)

# For Anthropic's own cache, billing and tidying up: without effect elsewhere.
_LEFT_OUT = frozenset(
    {"metadata", "cache_control", "context_management", "service_tier", "inference_geo", "betas"}
)

# OpenAI's names, and Anthropic's for the same.
NAMES = {
    "stop": "stop_sequences",
    "reasoning_effort": "thinking",
    "response_format": "output_config",
    "web_search_options": "tools",
    "max_completion_tokens": "max_tokens",
}


def translatable(body: Json) -> dict[str, Any]:
    """The members of a request that are translated.

    Raises:
        InvalidRequest: it has another one, with a value; names it.
    """
    for name, value in body.items():
        if name not in _TRANSLATED | _LEFT_OUT and value not in (None, [], {}):
            raise InvalidRequest(f"{name}: {CANNOT_BE_TRANSLATED}.", field=name)
    return {name: without_nulls(body[name]) for name in _TRANSLATED if body.get(name) is not None}


def as_chat(request: Json, supported: frozenset[str]) -> TranslatedChat:
    """A translated request, checked as one to OpenAI's API is.

    Args:
        request: the request in OpenAI's terms.
        supported: what the model can be asked with; a model that does not think is not asked to.

    Raises:
        InvalidRequest: it cannot be translated; names the field as Anthropic does.
    """
    chat = {name: value for name, value in request.items() if value is not None}
    if "reasoning_effort" not in supported:
        chat.pop("reasoning_effort", None)
    elif isinstance(effort := chat.get("reasoning_effort"), Mapping):
        chat["reasoning_effort"] = effort.get("effort")
    try:
        return check_body(TranslatedChat, chat)
    except InvalidRequest as error:
        raise renamed(error, NAMES) from None


def parameters_of(chat: TranslatedChat, supported: frozenset[str], provider: str) -> dict[str, Any]:
    """The request in LiteLLM's terms; raises as TranslatedChat.parameters, in Anthropic's names."""
    try:
        return chat.parameters(supported, provider)
    except InvalidRequest as error:
        raise renamed(error, NAMES) from None


class EventsOfMessages(EventWriter):
    """Events, each with its type as its name.

    Source: https://docs.claude.com/en/api/messages-streaming
    """

    errors: ClassVar[ErrorShape] = AnthropicErrors()

    def event(self, content: Json) -> bytes:
        """An event."""
        return as_named_event(content)
