"""LiteLLM's knowledge of the wire formats: building request bodies, reading answers.

These names are not LiteLLM's documented API, so each stands in NAMES, and a test resolves them all.
The tests against the sandbox say when a new version changes what they do.
"""

import functools
import pkgutil
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gateway.providers.chat import ChatRequest, ReportedUsage

NAMES = {
    "ProviderConfigManager": "litellm.utils:ProviderConfigManager",
    "LlmProviders": "litellm.types.utils:LlmProviders",
    "ModelResponse": "litellm.types.utils:ModelResponse",
    "Usage": "litellm.types.utils:Usage",
    "AnthropicPieces": "litellm.llms.anthropic.chat.handler:ModelResponseIterator",
    "GeminiPieces": (
        "litellm.llms.vertex_ai.gemini.vertex_and_google_ai_studio_gemini:ModelResponseIterator"
    ),
    "AnthropicConfig": "litellm.llms.anthropic.chat.transformation:AnthropicConfig",
    "VertexGeminiConfig": (
        "litellm.llms.vertex_ai.gemini.vertex_and_google_ai_studio_gemini:VertexGeminiConfig"
    ),
    "gemini_request_body": "litellm.llms.vertex_ai.gemini.transformation:transform_request_body",
}


Parts = tuple[str | None, str | None, ReportedUsage | None]
"""Text, reasoning and usage of an answer, or of a piece of one."""


@dataclass(frozen=True, slots=True)
class _Chat:
    """A request in LiteLLM's terms; `config` builds the provider's body of it."""

    config: Any
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

    def openai_call(self, request: ChatRequest, model: str) -> tuple[str, dict[str, Any]]:
        """Address and body of a call to OpenAI."""
        chat = self._chat("openai", model, request)
        url = chat.config.get_complete_url(
            request.upstream.api_base, None, model, chat.parameters, {}
        )
        return url, chat.config.transform_request(model, chat.messages, chat.parameters, {}, {})

    def anthropic_call(
        self, request: ChatRequest, model: str, key: str
    ) -> tuple[dict[str, str], dict[str, Any]]:
        """Headers and body of a call to Anthropic."""
        chat = self._chat("anthropic", model, request)
        content: tuple[Any, ...] = (model, chat.messages, chat.parameters, {})
        headers = chat.config.validate_environment(
            {}, *content, api_key=key, api_base=request.upstream.api_base
        )
        return headers, chat.config.transform_request(*content, headers)

    def gemini_body(self, request: ChatRequest, model: str) -> dict[str, Any]:
        """The body of a call to Gemini."""
        chat = self._chat("gemini", model, request)
        body: dict[str, Any] = self._names["gemini_request_body"](
            messages=chat.messages,
            model=model,
            optional_params=chat.parameters,
            custom_llm_provider="gemini",
            litellm_params={},
            cached_content=None,
        )
        return body

    def openai_usage(self, reported: Mapping[str, Any]) -> ReportedUsage | None:
        """OpenAI's usage as LiteLLM keeps it.

        Breakdowns that are all 0 are left out: they change no price, and LiteLLM would build a
        pydantic model of each.
        """
        counted = {
            name: value
            for name, value in reported.items()
            if not isinstance(value, dict) or any(value.values())
        }
        return _counted(self._names["Usage"](**counted))

    def anthropic_usage(self, reported: Mapping[str, Any]) -> ReportedUsage | None:
        """Anthropic's usage as LiteLLM keeps it."""
        config = self._names["AnthropicConfig"]()
        return _counted(config.calculate_usage(usage_object=reported, reasoning_content=None))

    def gemini_usage(self, answer: Mapping[str, Any]) -> ReportedUsage | None:
        """The usage of an answer of Gemini, which has `usageMetadata`, as LiteLLM keeps it."""
        return _counted(self._names["VertexGeminiConfig"]._calculate_usage(answer))

    def anthropic_answer(self, request: ChatRequest, model: str, body: bytes) -> Parts:
        """A plain answer of Anthropic.

        Raises:
            Exception: it cannot be parsed.
        """
        import httpx

        response = self._chat_config("anthropic", model).transform_response(
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
        message = response.choices[0].message
        reasoning = getattr(message, "reasoning_content", None)
        return message.content, reasoning, _counted(response.usage)

    def anthropic_pieces(self) -> Callable[[dict[str, Any]], Parts]:
        """A parser for the pieces of one stream of Anthropic."""
        parser = self._names["AnthropicPieces"](streaming_response=None, sync_stream=False)
        return functools.partial(_parts_of_piece, parser)

    def gemini_pieces(self) -> Callable[[dict[str, Any]], Parts]:
        """A parser for the pieces of one stream of Gemini."""
        parser = self._names["GeminiPieces"](
            streaming_response=None, sync_stream=False, logging_obj=self._no_logging
        )
        return functools.partial(_parts_of_piece, parser)

    def _chat(self, provider: str, model: str, request: ChatRequest) -> _Chat:
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
        return _Chat(config, openai_messages(request), parameters)

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


def _parts_of_piece(parser: Any, parsed: dict[str, Any]) -> Parts:
    chunk = parser.chunk_parser(parsed)
    usage = _counted(getattr(chunk, "usage", None))
    if not chunk.choices:
        return None, None, usage
    delta = chunk.choices[0].delta
    return delta.content, getattr(delta, "reasoning_content", None), usage


def _counted(usage: Any) -> ReportedUsage | None:
    """The usage, or None where the provider counted nothing."""
    return usage if usage is not None and usage.total_tokens else None
