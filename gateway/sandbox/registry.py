"""The wire formats that have a stand-in provider. A new one is a line here and a folder beside."""

from gateway.sandbox.anthropic import Anthropic
from gateway.sandbox.gemini import Gemini
from gateway.sandbox.openai import OpenAI
from gateway.sandbox.wire_format import WireFormat

WIRE_FORMATS: tuple[WireFormat, ...] = (OpenAI(), Anthropic(), Gemini())

RETIRED_MODELS: frozenset[str] = frozenset(
    model.id for wire_format in WIRE_FORMATS for model in wire_format.models if model.retired
)
"""The gateway's fixed models: their providers have switched them off."""
