"""What is changed of LiteLLM: the gateway's own connections, honest endings, no hidden work."""

import pkgutil
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from gateway.providers.chat import ReadEnding
from gateway.providers.http_client import HttpClient

if TYPE_CHECKING:
    from gateway.providers.litellm_client.httpx_transport import CallState

NAMES = {
    "AsyncHTTPHandler": "litellm.llms.custom_httpx.http_handler:AsyncHTTPHandler",
    "get_optional_params": "litellm.utils:get_optional_params",
    "VertexGeminiConfig": (
        "litellm.llms.vertex_ai.gemini.vertex_and_google_ai_studio_gemini:VertexGeminiConfig"
    ),
    "is_adaptive_thinking_model": (
        "litellm.llms.anthropic.common_utils:AnthropicModelInfo.is_adaptive_thinking_model"
    ),
    "is_internal_call": "litellm._internal_context:is_internal_call",
    "AnthropicPieces._handle_accumulated_json_chunk": (
        "litellm.llms.anthropic.chat.handler:ModelResponseIterator._handle_accumulated_json_chunk"
    ),
    "GeminiPieces.handle_accumulated_json_chunk": (
        "litellm.llms.vertex_ai.gemini.vertex_and_google_ai_studio_gemini:"
        "ModelResponseIterator.handle_accumulated_json_chunk"
    ),
}


def prepare(*, stream: bool, read_ending: ReadEnding | None) -> "CallState":
    """Prepare this task for a call of LiteLLM."""
    # LiteLLM then prepares nothing for callbacks: none are registered.
    pkgutil.resolve_name(NAMES["is_internal_call"]).set(True)
    from gateway.providers.litellm_client.httpx_transport import CALL, CallState

    call = CallState(streamed=stream, read_ending=read_ending)
    CALL.set(call)
    return call


def without_lost_thinking(candidate: str, parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parameters of a chat, with thinking left out where the provider would refuse it.

    Older models of Anthropic want the thinking back that came before their calls of tools. OpenAI's
    API cannot carry it, so they do not think between the calls.
    Source: https://docs.claude.com/en/docs/build-with-claude/extended-thinking
    """
    prefix, _, model = candidate.partition("/")
    if prefix != "anthropic" or "reasoning_effort" not in parameters:
        return parameters
    answers = [one for one in parameters["messages"] if one["role"] == "assistant"]
    if not answers or not answers[-1].get("tool_calls"):
        return parameters
    if pkgutil.resolve_name(NAMES["is_adaptive_thinking_model"])(model, prefix):
        return parameters
    return {name: value for name, value in parameters.items() if name != "reasoning_effort"}


# What LiteLLM does not map, or is no parameter of the model.
_UNMAPPED = frozenset({"messages", "max_tokens", "stream", "stream_options"})


def parameter_at_fault(candidate: str, parameters: Mapping[str, Any]) -> str | None:
    """Which parameter LiteLLM cannot translate for a model; None if none by itself is at fault."""
    prefix, _, model = candidate.partition("/")
    translate: Any = pkgutil.resolve_name(NAMES["get_optional_params"])
    for name in parameters.keys() - _UNMAPPED:
        try:
            translate(model=model, custom_llm_provider=prefix, **{name: parameters[name]})
        except Exception:  # noqa: BLE001 - LiteLLM raises exceptions of every kind
            return name
    return None


def lend_connections(http: HttpClient) -> Callable[[], None]:
    """Have each HTTP client that LiteLLM makes, for whatever provider, use these connections.

    Returns:
        What takes them back.
    """
    from gateway.providers.litellm_client.httpx_transport import GatewayTransport

    handler: Any = pkgutil.resolve_name(NAMES["AsyncHTTPHandler"])
    create = handler.create_async_transport
    handler.create_async_transport = staticmethod(lambda *_, **_more: GatewayTransport(http))

    def take_back() -> None:
        handler.create_async_transport = staticmethod(create)

    return take_back


def open_http_client(http: HttpClient, timeout: float) -> Any:
    """LiteLLM's HTTP client over these connections.

    By itself LiteLLM ignores the timeout, which counts seconds without a byte, for streams of
    Gemini.
    """
    from gateway.providers.litellm_client.httpx_transport import GatewayTransport

    handler: Any = pkgutil.resolve_name(NAMES["AsyncHTTPHandler"])
    return handler(timeout, transport=GatewayTransport(http))


def keep_filtered_text() -> None:
    """Keep the text of a plain answer that Gemini's filter ended; LiteLLM would drop it."""
    gemini: Any = pkgutil.resolve_name(NAMES["VertexGeminiConfig"])
    gemini.get_flagged_finish_reasons = lambda self: {}


def accept_whole_events_only() -> None:
    """Fail at an event that is no JSON, as no provider sends one.

    LiteLLM would collect such events and parse all of them again with each, which can take hours.
    """

    def refuse(_self: Any, *_arguments: Any, **_named: Any) -> None:
        raise ValueError("an event is no JSON")

    for place in (name for name in NAMES.values() if "accumulated" in name):
        module, _, names = place.partition(":")
        owner, _, method = names.partition(".")
        setattr(pkgutil.resolve_name(f"{module}:{owner}"), method, refuse)


def read_by_one_iterator(stream: Any) -> None:
    """Let LiteLLM read a stream of OpenAI's library by one iterator.

    It asks for a new one for each piece, and each is closed by a task of its own.
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

    It uses them to estimate a usage that was not reported (which blocks the event loop for seconds
    when a long stream breaks off). The first and the last report of the usage are all it needs.
    """
    reports = [chunk for chunk in stream.chunks if getattr(chunk, "usage", None) is not None]
    stream.chunks[:] = reports[:1] + reports[1:][-1:]
