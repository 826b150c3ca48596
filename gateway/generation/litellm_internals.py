"""What is used of LiteLLM beyond its documented functions, as version 1.110 has it.

It is imported only within functions, since that takes seconds. The tests against the sandbox say
when a new version changes any of it.
"""

import functools
import json
import logging
import pkgutil
import types
from collections.abc import Callable, Iterator
from typing import Any

import aiohttp

from gateway.errors import GatewayError, places_of
from gateway.generation.bounds import too_large
from gateway.generation.provider_errors import (
    ProviderReply,
    broken_answer,
    timed_out,
    understand,
    unreachable,
    untrusted,
)
from gateway.generation.request import Upstream

logger = logging.getLogger(__name__)


# Each by its name, resolved once LiteLLM is loaded.
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
    "VertexGeminiConfig": (
        "litellm.llms.vertex_ai.gemini.vertex_and_google_ai_studio_gemini:VertexGeminiConfig"
    ),
    "get_model_info": "litellm.utils:get_model_info",
    "generic_cost_per_token": (
        "litellm.litellm_core_utils.llm_cost_calc.utils:generic_cost_per_token"
    ),
    "anthropic_cost_per_token": "litellm.llms.anthropic.cost_calculation:cost_per_token",
    "AsyncHTTPHandler": "litellm.llms.custom_httpx.http_handler:AsyncHTTPHandler",
    "get_ssl_configuration": "litellm.llms.custom_httpx.http_handler:get_ssl_configuration",
}


class Internals:
    """LiteLLM's classes that know the formats of OpenAI, Anthropic and Gemini."""

    def __init__(self) -> None:
        self._names: dict[str, Any] = {
            name: pkgutil.resolve_name(place) for name, place in NAMES.items()
        }
        # What the readers ask of LiteLLM's logging: nothing happens there.
        self._no_logging = types.SimpleNamespace(
            post_call=lambda **_: None, optional_params={}, litellm_params={}
        )

    @functools.cache  # noqa: B019 - there is one of us, and a handful of models
    def chat_config(self, provider: str, model: str) -> Any:
        """The configuration that builds calls (and reads Anthropic's answers); it knows no key."""
        providers = self._names["LlmProviders"]
        return self._names["ProviderConfigManager"].get_provider_chat_config(
            model=model, provider=providers(provider)
        )

    def gemini_request_body(
        self, model: str, messages: list[dict[str, str]], parameters: dict[str, Any]
    ) -> dict[str, Any]:
        """The body of a call to Gemini, which its configuration does not build by itself."""
        body: dict[str, Any] = self._names["gemini_request_body"](
            messages=messages,
            model=model,
            optional_params=parameters,
            custom_llm_provider="gemini",
            litellm_params={},
            cached_content=None,
        )
        return body

    def plain_answer(self, config: Any, model: str, messages: Any, body: bytes) -> Any:
        """A plain answer as LiteLLM's ModelResponse."""
        import httpx

        return config.transform_response(
            model=model,
            raw_response=httpx.Response(200, content=body),
            model_response=self._names["ModelResponse"](),
            logging_obj=self._no_logging,
            request_data={},
            messages=[{"role": m.role, "content": m.content} for m in messages],
            optional_params={},
            litellm_params={},
            encoding=None,
        )

    def cost_per_token(self, model: str, usage_object: Any) -> tuple[float, float]:
        """Like LiteLLM's function of that name, for the three providers, in a third of its time.

        Raises:
            Exception: no price is known.
        """
        provider, _, bare = model.partition("/")
        prices = self._prices(model)
        if provider == "anthropic":
            cost = self._names["anthropic_cost_per_token"](bare, usage_object, model_info=prices)
        else:
            cost = self._names["generic_cost_per_token"](
                bare, usage_object, provider, model_info=prices
            )
        prompt, completion = cost
        return prompt, completion

    @functools.cache  # noqa: B019 - as above
    def _prices(self, model: str) -> dict[str, Any]:
        """What LiteLLM knows of a model, without the hundred things that it has no value for."""
        known: dict[str, Any] = self._names["get_model_info"](model)
        return {name: value for name, value in known.items() if value is not None}

    def usage(self, reported: dict[str, Any]) -> Any:
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
        """A parser for the pieces of one stream; so is the next one."""
        return self._names["AnthropicPieces"](streaming_response=None, sync_stream=False)

    def gemini_pieces(self) -> Any:  # noqa: D102
        return self._names["GeminiPieces"](
            streaming_response=None, sync_stream=False, logging_obj=self._no_logging
        )


def open_connections(timeout: float) -> Any:
    """LiteLLM's client for HTTP, over our transport: one pool of connections for all providers.

    Left alone, LiteLLM sends a request that found no connection a second time, and forgets the
    timeout, which counts seconds without a byte, for streams of Gemini.
    """
    from gateway.generation.sdk_transport import SdkTransport

    handler: Any = pkgutil.resolve_name(NAMES["AsyncHTTPHandler"])
    # Certificates are always checked, whatever the environment's SSL_VERIFY says.
    certificates = pkgutil.resolve_name(NAMES["get_ssl_configuration"])(True)
    inner = handler.create_async_transport(certificates)
    # A redirect could carry a key to another host.
    return handler(timeout, transport=SdkTransport(inner), follow_redirects=False)


def keep_filtered_text() -> None:
    """Leave a plain answer that Gemini's filter broke off what it has; LiteLLM would drop it."""
    gemini: Any = pkgutil.resolve_name(NAMES["VertexGeminiConfig"])
    gemini.get_flagged_finish_reasons = lambda self: {}


def client_for(litellm: Any, connections: Any, arguments: dict[str, Any]) -> Any:
    """What LiteLLM shall make this call with; None where only its own will do.

    Left alone, LiteLLM keeps a client of OpenAI's library for an hour, with the key in its name.
    """
    provider = arguments["model"].partition("/")[0]
    if provider in ("anthropic", "gemini"):
        return connections
    if provider != "openai" and provider not in litellm.openai_compatible_providers:
        return None
    import openai

    return openai.AsyncOpenAI(
        api_key=arguments["api_key"],
        base_url=arguments["api_base"],
        http_client=connections.client,
    )


def skip_bookkeeping() -> None:
    """Have LiteLLM prepare nothing, in this task, for callbacks: nobody has registered any."""
    pkgutil.resolve_name("litellm._internal_context:is_internal_call").set(True)


def read_once(stream: Any) -> None:
    """Let LiteLLM read a stream of OpenAI's library by one iterator.

    It asks for a new one for each piece, and each is wound up by a task of its own.
    """
    import openai

    if isinstance(stream.completion_stream, openai.AsyncStream):
        stream.completion_stream = _OneIterator(stream.completion_stream)


class _OneIterator:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __aiter__(self) -> "_OneIterator":
        return self

    async def __anext__(self) -> Any:
        return await self._stream.__anext__()

    async def aclose(self) -> None:
        await self._stream.close()


def forget_pieces(stream: Any) -> None:
    """Drop the pieces that LiteLLM keeps of a stream, 4 to 8 kB each.

    It uses them to estimate a usage that no provider told (which stops everything else for seconds
    when a stream breaks off), and for rules that nobody has set. What the provider told of the
    usage, the first and the last time, is all that is needed of them.
    """
    telling = [chunk for chunk in stream.chunks if getattr(chunk, "usage", None) is not None]
    stream.chunks[:] = telling[:1] + telling[1:][-1:]


def watch_for_ending(stream: Any) -> Callable[[], bool]:
    """A function that tells whether the provider itself has ended the stream.

    For OpenAI and Anthropic the stream wrapper remembers it. For Gemini, whose call begins with the
    first piece, every piece counts as an ending, so the pieces are looked at before it parses them.
    """
    if stream.make_call is None:
        return lambda: stream.received_finish_reason is not None

    ended = False
    make_call = stream.make_call

    async def make_watched_call(**kwargs: Any) -> Any:
        pieces = await make_call(**kwargs)
        parse = pieces.chunk_parser

        def watch(chunk: Any) -> Any:
            nonlocal ended
            candidates = chunk.get("candidates") or []
            ended = (
                ended
                or any("finishReason" in candidate for candidate in candidates)
                or "blockReason" in (chunk.get("promptFeedback") or {})
            )
            return parse(chunk=chunk)

        pieces.chunk_parser = watch
        return pieces

    stream.make_call = make_watched_call
    return lambda: ended


def gateway_error(upstream: Upstream, error: Exception, *, begun: bool) -> GatewayError:
    """What LiteLLM's exception stands for, read from the exceptions beneath it."""
    # Comes with LiteLLM; imported here so that it costs nothing before LiteLLM is needed.
    import httpx

    from gateway.generation.sdk_transport import EndlessResponse

    text = ""
    causes = list(_causes(error))
    if any(isinstance(cause, aiohttp.ClientSSLError) for cause in causes):
        return untrusted(upstream)
    begun = begun or any(isinstance(cause, aiohttp.ClientPayloadError) for cause in causes)
    for cause in causes:
        if isinstance(cause, TimeoutError | httpx.TimeoutException):
            return timed_out(upstream)
        if isinstance(cause, httpx.HTTPStatusError):
            response = cause.response
            try:
                body = response.text
            except httpx.ResponseNotRead:
                body = text
            return understand(upstream, ProviderReply(response.status_code, body, response.headers))
        if isinstance(cause, EndlessResponse):
            return too_large(upstream.provider, upstream.name)
        if isinstance(cause, httpx.TransportError):
            connected = not any(isinstance(one, aiohttp.ClientConnectorError) for one in causes)
            return broken_answer(upstream) if begun else unreachable(upstream, connected=connected)
        # LiteLLM's exception for what the provider sent inside an answer carries it as its message.
        told = getattr(cause, "body", None)
        if isinstance(told, dict):
            text = json.dumps(told)
        else:
            text = str(getattr(cause, "message", None) or text)
    logger.info("%s", places_of(causes[-1]))
    return understand(upstream, ProviderReply(None, text))


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = getattr(cause, "original_exception", None) or cause.__cause__ or cause.__context__
