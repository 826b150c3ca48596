"""The providers' own APIs, one module each, as far as they are passed through."""

from gateway.providers.native_apis.anthropic import AnthropicApi
from gateway.providers.native_apis.base import Endpoint, NativeApi
from gateway.providers.native_apis.gemini import GeminiApi
from gateway.providers.native_apis.openai import OpenAIApi

NATIVE_APIS: dict[str, NativeApi] = {
    api.id: api for api in (OpenAIApi(), AnthropicApi(), GeminiApi())
}

__all__ = ["NATIVE_APIS", "Endpoint", "NativeApi"]
