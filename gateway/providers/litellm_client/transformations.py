"""LiteLLM's knowledge of the wire formats: building request bodies, reading answers.

These names are not LiteLLM's documented API, so each stands in NAMES, and a test resolves them all.
The tests against the sandbox say when a new version changes what they do.
"""

import functools
import pkgutil
import types
from dataclasses import dataclass
from typing import Any

from gateway.providers.chat import ChatRequest

NAMES = {
    "ProviderConfigManager": "litellm.utils:ProviderConfigManager",
    "LlmProviders": "litellm.types.utils:LlmProviders",
    "ModelResponse": "litellm.types.utils:ModelResponse",
    "Usage": "litellm.types.utils:Usage",
    "AnthropicPieces": "litellm.llms.anthropic.chat.handler:ModelResponseIterator",
    "GeminiPieces": (
        "litellm.llms.vertex_ai.gemini.vertex_and_google_ai_studio_gemini:ModelResponseIterator"
    ),
    "gemini_request_body": "litellm.llms.vertex_ai.gemini.transformation:transform_request_body",
}


@dataclass(frozen=True, slots=True)
class TransformedChat:
    """A request in LiteLLM's terms; `config` builds the provider's body of it."""

    config: Any
    model: str
    messages: list[dict[str, str]]
    parameters: dict[str, Any]


class Transformations:
    """LiteLLM's classes that know the formats of OpenAI, Anthropic and Gemini."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {
            name: pkgutil.resolve_name(place) for name, place in NAMES.items()
        }
        # The readers ask LiteLLM's logging for these; nothing happens there.
        self._no_logging = types.SimpleNamespace(
            post_call=lambda **_: None, optional_params={}, litellm_params={}
        )

    def chat(self, provider: str, model: str, request: ChatRequest) -> TransformedChat:
        """The request in LiteLLM's terms, with the parameters named as the model takes them."""
        config = self._chat_config(provider, model)
        wanted = {
            "max_tokens": request.max_tokens,
            "temperature": request.temperature,
            "stream": request.stream or None,
            "stream_options": {"include_usage": True} if request.stream else None,
        }
        parameters = config.map_openai_params(
            non_default_params={k: v for k, v in wanted.items() if v is not None},
            optional_params={},
            model=model,
            drop_params=True,
        )
        return TransformedChat(config, model, openai_messages(request), parameters)

    def gemini_request_body(self, asked: TransformedChat) -> dict[str, Any]:
        """The body of a call to Gemini, which its configuration does not build by itself."""
        body: dict[str, Any] = self._names["gemini_request_body"](
            messages=asked.messages,
            model=asked.model,
            optional_params=asked.parameters,
            custom_llm_provider="gemini",
            litellm_params={},
            cached_content=None,
        )
        return body

    def anthropic_answer(self, model: str, request: ChatRequest, body: bytes) -> Any:
        """A plain answer of Anthropic as LiteLLM's ModelResponse."""
        import httpx

        return self._chat_config("anthropic", model).transform_response(
            model=model,
            raw_response=httpx.Response(200, content=body),
            model_response=self._names["ModelResponse"](),
            logging_obj=self._no_logging,
            request_data={},
            messages=openai_messages(request),
            optional_params={},
            litellm_params={},
            encoding=None,
        )

    def openai_usage(self, reported: dict[str, Any]) -> Any:
        """OpenAI's usage as LiteLLM's.

        Without breakdowns that are all 0: they change no price, and LiteLLM makes models of them.
        """
        counted = {
            name: value
            for name, value in reported.items()
            if not isinstance(value, dict) or any(value.values())
        }
        return self._names["Usage"](**counted)

    def anthropic_pieces(self) -> Any:
        """A parser for the pieces of one stream of Anthropic."""
        return self._names["AnthropicPieces"](streaming_response=None, sync_stream=False)

    def gemini_pieces(self) -> Any:
        """A parser for the pieces of one stream of Gemini."""
        return self._names["GeminiPieces"](
            streaming_response=None, sync_stream=False, logging_obj=self._no_logging
        )

    @functools.cache  # noqa: B019 - one instance, and a handful of models
    def _chat_config(self, provider: str, model: str) -> Any:
        """The configuration that builds calls and reads answers; it holds no key."""
        providers = self._names["LlmProviders"]
        return self._names["ProviderConfigManager"].get_provider_chat_config(
            model=model, provider=providers(provider)
        )


def openai_messages(request: ChatRequest) -> list[dict[str, str]]:
    """The messages as LiteLLM takes them, in OpenAI's form."""
    return [{"role": m.role, "content": m.content} for m in request.messages]
