"""The wire formats, one module each. A new one is a module here and a line in this file."""

from gateway.providers.litellm_client import LiteLLMClient
from gateway.providers.wire_formats.anthropic import AnthropicFormat
from gateway.providers.wire_formats.base import WireFormat
from gateway.providers.wire_formats.gemini import GeminiFormat
from gateway.providers.wire_formats.openai import OpenAIFormat

WIRE_FORMATS: tuple[type[WireFormat], ...] = (OpenAIFormat, AnthropicFormat, GeminiFormat)


def wire_formats(litellm: LiteLLMClient) -> dict[str, WireFormat]:
    """One of each, by id."""
    return {wire_format.id: wire_format(litellm) for wire_format in WIRE_FORMATS}
