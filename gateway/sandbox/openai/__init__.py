"""The stand-in for OpenAI."""

from gateway.sandbox.openai.wire_format import OpenAI

__all__ = ["OpenAI"]
