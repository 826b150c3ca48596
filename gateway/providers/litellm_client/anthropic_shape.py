"""Anthropic's messages in OpenAI's terms, and LiteLLM's answers as Anthropic sends them.

Source: https://docs.claude.com/en/api/messages, https://docs.claude.com/en/api/messages-streaming
"""

import pkgutil
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from gateway.providers.failures import Untranslatable
from gateway.providers.litellm_client.translation import Json

NAMES = {
    "AnthropicAdapter": "litellm.llms.anthropic.messages.adapters.transformation:AnthropicAdapter",
    "AnthropicStreamWrapper": (
        "litellm.llms.anthropic.messages.adapters.streaming_iterator:AnthropicStreamWrapper"
    ),
}


class AnthropicShape:
    """One request to Anthropic's API, for another provider. LiteLLM must be loaded.

    Args:
        body: the request, without what has no effect elsewhere.
        candidate: LiteLLM's id of the model that is asked.
        model: its name, as the answer tells it.

    Raises:
        Untranslatable: LiteLLM cannot read it.
    """

    def __init__(self, body: Mapping[str, Any], candidate: str, model: str) -> None:
        self._adapter: Any = pkgutil.resolve_name(NAMES["AnthropicAdapter"])()
        self._model = model
        prefix, _, name = candidate.partition("/")
        try:
            translate = self._adapter.translate_completion_input_params_with_tool_mapping
            request, self._tool_names = translate(
                {**body, "model": name}, custom_llm_provider=prefix
            )
        except Exception:  # noqa: BLE001 - LiteLLM raises exceptions of every kind
            raise Untranslatable from None
        self.chat: Json = dict(request)
        """The request in OpenAI's terms."""

    def whole(self, answer: Any) -> Json:
        """A whole answer."""
        translated = self._adapter.translate_completion_output_params(answer, self._tool_names)
        return {**translated, "model": self._model}

    async def stream(self, chunks: AsyncGenerator[Any, None]) -> AsyncGenerator[Json, None]:
        """The events of a stream."""
        wrapper: Any = pkgutil.resolve_name(NAMES["AnthropicStreamWrapper"])
        events = wrapper(chunks, self._model, self._tool_names)
        async with aclosing(events):
            async for event in events:
                yield event
