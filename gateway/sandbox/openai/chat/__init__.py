"""OpenAI's chat completions."""

from gateway.sandbox.openai.chat.api import ChatCompletions

__all__ = ["ChatCompletions"]
