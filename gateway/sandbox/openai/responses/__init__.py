"""OpenAI's responses, the counting of their tokens, and their compaction."""

from gateway.sandbox.openai.responses.api import Compact, InputTokens, Responses

__all__ = ["Compact", "InputTokens", "Responses"]
