"""The transport "litellm": LiteLLM's acompletion, for every provider that LiteLLM knows."""

import functools
import pkgutil
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from gateway.providers.chat import (
    ChatRequest,
    FinishReason,
    Piece,
    Reading,
    ReportedUsage,
    Upstream,
)
from gateway.providers.failures import BrokenOff, CallFailed, Untranslatable
from gateway.providers.litellm_client.exceptions import call_failed
from gateway.providers.litellm_client.openai_shape import Json
from gateway.providers.litellm_client.transformations import openai_messages
from gateway.providers.surrogates import SurrogateJoiner

if TYPE_CHECKING:
    from gateway.providers.litellm_client.httpx_transport import CallState

NAMES = {
    "AsyncHTTPHandler": "litellm.llms.custom_httpx.http_handler:AsyncHTTPHandler",
    "get_ssl_configuration": "litellm.llms.custom_httpx.http_handler:get_ssl_configuration",
    "VertexGeminiConfig": (
        "litellm.llms.vertex_ai.gemini.vertex_and_google_ai_studio_gemini:VertexGeminiConfig"
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

_FINISH_REASONS: dict[str, FinishReason] = {
    "length": "length",
    "content_filter": "content_filter",
}


@dataclass(frozen=True, slots=True)
class TranslatedPiece:
    """A piece of a translated answer, or all of it, with what has been told until then.

    `says_something` is whether there is text, reasoning or a call of a tool.
    """

    content: Json = field(repr=False)
    usage: ReportedUsage | None
    says_something: bool
    finish_reason: str | None


class AnswerShape(Protocol):
    """Turns LiteLLM's answer into that of one API."""

    def whole(self, answer: Any) -> Json:
        """A whole answer."""

    def stream(self, chunks: AsyncGenerator[Any, None]) -> AsyncGenerator[Json, None]:
        """The pieces of a stream."""


class _Told:
    """What LiteLLM's pieces have told so far."""

    def __init__(self) -> None:
        self.usage: ReportedUsage | None = None
        self.says_something = False
        self.finish_reason: str | None = None

    def note(self, answer: Any) -> None:
        """Take in a piece, or a whole answer."""
        self.usage = getattr(answer, "usage", None) or self.usage
        for choice in answer.choices:
            written = getattr(choice, "delta", None) or getattr(choice, "message", None)
            names = ("content", "reasoning_content", "tool_calls")
            if any(getattr(written, name, None) for name in names):
                self.says_something = True
            self.finish_reason = choice.finish_reason or self.finish_reason

    def piece(self, content: Json) -> TranslatedPiece:
        """A piece of the answer, with what has been told until then."""
        return TranslatedPiece(content, self.usage, self.says_something, self.finish_reason)


class Completion:
    """Asks a provider once, without LiteLLM's retries, fallbacks and callbacks.

    Args:
        litellm: the loaded LiteLLM.
        timeout: seconds without a byte from the provider before an attempt is given up.
    """

    def __init__(self, litellm: Any, timeout: float) -> None:
        self._litellm = litellm
        self._timeout = timeout
        _limit_replies()
        self._http = _open_http_client(timeout)
        _keep_filtered_text()
        _accept_whole_events_only()

    async def ask(self, request: ChatRequest, candidate: str) -> AsyncGenerator[Reading, None]:
        """The answer of one model, piece by piece.

        Raises:
            CallFailed: there is no answer, or it broke off.
        """
        _prepare(stream=request.stream)
        answer = self._stream if request.stream else self._complete
        async with aclosing(answer(request, candidate)) as readings:
            async for reading in readings:
                yield reading

    async def translate(
        self,
        upstream: Upstream,
        candidate: str,
        parameters: Mapping[str, Any],
        shape: AnswerShape,
    ) -> AsyncGenerator[TranslatedPiece, None]:
        """The answer of one model to a chat in OpenAI's terms.

        Args:
            upstream: where the request goes.
            candidate: LiteLLM's id of the model that is asked.
            parameters: `messages` and what else OpenAI's API has, of which the caller knows each.
            shape: whose answers it is to look like.

        Raises:
            CallFailed: there is no answer, or it broke off.
        """
        call = _prepare(stream=bool(parameters.get("stream")))
        arguments = {**self._connection(upstream, candidate), **parameters}
        told = _Told()

        async def noted() -> AsyncGenerator[Any, None]:
            async with aclosing(self._chunks(arguments)) as chunks:
                async for chunk in chunks:
                    told.note(chunk)
                    yield chunk

        try:
            if call.streamed:
                async with aclosing(noted()) as chunks, aclosing(shape.stream(chunks)) as pieces:
                    async for piece in pieces:
                        yield told.piece(piece)
                return
            answer = await self._acompletion(arguments)
        except CallFailed:
            if not call.sent:
                raise Untranslatable from None
            raise
        told.note(answer)
        yield told.piece(shape.whole(answer))

    async def _acompletion(self, arguments: dict[str, Any]) -> Any:
        try:
            return await self._litellm.acompletion(**arguments)
        except Exception as error:  # noqa: BLE001 - LiteLLM raises exceptions of every kind
            raise call_failed(error, begun=False) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()
        await self._litellm.close_litellm_async_clients()

    async def _complete(
        self, request: ChatRequest, candidate: str
    ) -> AsyncGenerator[Reading, None]:
        try:
            response = await self._litellm.acompletion(**self._arguments(request, candidate))
            choice = response.choices[0]
        except Exception as error:  # noqa: BLE001 - LiteLLM raises exceptions of every kind
            raise call_failed(error, begun=False) from None
        message = choice.message
        if message.content is None and choice.finish_reason == "stop":
            raise BrokenOff
        piece = Piece(
            SurrogateJoiner().feed(message.content or ""),
            SurrogateJoiner().feed(getattr(message, "reasoning_content", None) or ""),
        )
        yield Reading(piece, _finish_reason(choice.finish_reason), response.usage)

    async def _stream(self, request: ChatRequest, candidate: str) -> AsyncGenerator[Reading, None]:
        finish_reason = usage = None
        join_text, join_reasoning = SurrogateJoiner(), SurrogateJoiner()
        async with aclosing(self._chunks(self._arguments(request, candidate))) as chunks:
            async for chunk in chunks:
                usage = getattr(chunk, "usage", None) or usage
                for choice in chunk.choices[:1]:
                    finish_reason = choice.finish_reason or finish_reason
                    delta = choice.delta
                    text = join_text.feed(delta.content or "")
                    reasoning = join_reasoning.feed(getattr(delta, "reasoning_content", None) or "")
                    yield Reading(Piece(text, reasoning))
        yield Reading(Piece(), _finish_reason(finish_reason), usage)

    async def _chunks(self, arguments: dict[str, Any]) -> AsyncGenerator[Any, None]:
        """LiteLLM's pieces of a stream, until the provider itself ends it."""
        stream = None
        begun = False
        try:
            stream = await self._litellm.acompletion(**arguments)
            ended = _watch_for_end(stream)
            _read_by_one_iterator(stream)
            async for chunk in stream:
                begun = True
                _forget_pieces(stream)
                yield chunk
        except Exception as error:  # noqa: BLE001 - LiteLLM raises exceptions of every kind
            raise call_failed(error, begun=begun) from None
        finally:
            # Cancelling the task alone would not end the provider's work.
            if stream is not None:
                await stream.aclose()
        # Where the provider itself ended nothing, LiteLLM makes up a "stop".
        if not ended():
            raise BrokenOff

    def _arguments(self, request: ChatRequest, candidate: str) -> dict[str, Any]:
        arguments = {
            **self._connection(request.upstream, candidate),
            "messages": openai_messages(request),
            "drop_params": True,
        }
        if request.max_tokens is not None:
            arguments["max_tokens"] = request.max_tokens
        if request.temperature is not None:
            arguments["temperature"] = request.temperature
        if request.stream:
            arguments["stream"] = True
            arguments["stream_options"] = {"include_usage": True}
        return arguments

    def _connection(self, upstream: Upstream, candidate: str) -> dict[str, Any]:
        """Which model is asked, where, and with which key."""
        arguments: dict[str, Any] = {
            "model": candidate,
            # Never empty: LiteLLM would look for a key in the environment.
            "api_key": upstream.api_key.get_secret_value() if upstream.api_key else "none",
            "api_base": upstream.api_base,
            "timeout": self._timeout,
            "max_retries": 0,
        }
        if client := self._client_for(arguments):
            arguments["client"] = client
        return arguments

    def _client_for(self, arguments: dict[str, Any]) -> Any:
        """The client that LiteLLM shall make this call with; None where only its own will do.

        By itself LiteLLM keeps a client of OpenAI's library for an hour, with the key in its name.
        """
        provider = arguments["model"].partition("/")[0]
        if provider in ("anthropic", "gemini"):
            return self._http
        if provider != "openai" and provider not in self._litellm.openai_compatible_providers:
            return None
        import openai

        return openai.AsyncOpenAI(
            api_key=arguments["api_key"],
            base_url=arguments["api_base"],
            http_client=self._http.client,
        )


def _prepare(*, stream: bool) -> "CallState":
    """Prepare this task for a call of LiteLLM."""
    # LiteLLM then prepares nothing for callbacks: none are registered.
    pkgutil.resolve_name(NAMES["is_internal_call"]).set(True)
    from gateway.providers.litellm_client.httpx_transport import CALL, CallState

    call = CallState(streamed=stream)
    CALL.set(call)
    return call


def _finish_reason(reason: str | None) -> FinishReason:
    return _FINISH_REASONS.get(reason or "", "stop")


@functools.cache
def _limit_replies() -> None:
    """Put our transport beneath every HTTP client that LiteLLM makes, for whatever provider."""
    from gateway.providers.litellm_client.httpx_transport import LimitedTransport

    handler: Any = pkgutil.resolve_name(NAMES["AsyncHTTPHandler"])
    create = handler.create_async_transport

    def create_limited(*arguments: Any, **named: Any) -> LimitedTransport:
        return LimitedTransport(create(*arguments, **named))

    handler.create_async_transport = staticmethod(create_limited)


def _open_http_client(timeout: float) -> Any:
    """LiteLLM's HTTP client, with one pool of connections for all providers.

    By itself LiteLLM ignores the timeout, which counts seconds without a byte, for streams of
    Gemini.
    """
    handler: Any = pkgutil.resolve_name(NAMES["AsyncHTTPHandler"])
    # Certificates are always checked, even where the environment's SSL_VERIFY says otherwise.
    certificates = pkgutil.resolve_name(NAMES["get_ssl_configuration"])(True)
    return handler(timeout, transport=handler.create_async_transport(certificates))


def _keep_filtered_text() -> None:
    """Keep the text of a plain answer that Gemini's filter ended; LiteLLM would drop it."""
    gemini: Any = pkgutil.resolve_name(NAMES["VertexGeminiConfig"])
    gemini.get_flagged_finish_reasons = lambda self: {}


def _accept_whole_events_only() -> None:
    """Fail at an event that is no JSON, as no provider sends one.

    LiteLLM would collect such events and parse all of them again with each, which can take hours.
    """

    def refuse(_self: Any, *_arguments: Any, **_named: Any) -> None:
        raise ValueError("an event is no JSON")

    for place in (name for name in NAMES.values() if "accumulated" in name):
        module, _, names = place.partition(":")
        owner, _, method = names.partition(".")
        setattr(pkgutil.resolve_name(f"{module}:{owner}"), method, refuse)


def _read_by_one_iterator(stream: Any) -> None:
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


def _forget_pieces(stream: Any) -> None:
    """Drop the pieces that LiteLLM keeps of a stream, 4 to 8 kB each.

    It uses them to estimate a usage that was not reported (which blocks the event loop for seconds
    when a long stream breaks off). The first and the last report of the usage are all it needs.
    """
    reports = [chunk for chunk in stream.chunks if getattr(chunk, "usage", None) is not None]
    stream.chunks[:] = reports[:1] + reports[1:][-1:]


def _watch_for_end(stream: Any) -> Callable[[], bool]:
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
