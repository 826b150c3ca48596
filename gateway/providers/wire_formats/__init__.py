"""The wire formats, one module each. A new one is a module here and a line in this file."""

from collections.abc import Iterator, Mapping

from gateway.providers.litellm_client import LiteLLMClient
from gateway.providers.wire_formats.anthropic import AnthropicFormat
from gateway.providers.wire_formats.base import WireFormat
from gateway.providers.wire_formats.gemini import GeminiFormat
from gateway.providers.wire_formats.openai import OpenAIFormat

WIRE_FORMATS: tuple[type[WireFormat], ...] = (OpenAIFormat, AnthropicFormat, GeminiFormat)


class WireFormats(Mapping[str, WireFormat]):
    """One of each, by id.

    Args:
        litellm: builds request bodies, and knows which providers have OpenAI's format.
    """

    def __init__(self, litellm: LiteLLMClient) -> None:
        self._litellm = litellm
        self._formats = {one.id: one(litellm) for one in WIRE_FORMATS}

    def of_model(self, candidate: str) -> WireFormat | None:
        """The format in which a model is asked; None for one of LiteLLM's own.

        Args:
            candidate: LiteLLM's id of the model. LiteLLM must be ready.
        """
        prefix = candidate.partition("/")[0]
        if prefix not in self._formats and self._litellm.models.speaks_openai(prefix):
            prefix = OpenAIFormat.id
        return self._formats.get(prefix)

    def __getitem__(self, name: str) -> WireFormat:
        return self._formats[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._formats)

    def __len__(self) -> int:
        return len(self._formats)
