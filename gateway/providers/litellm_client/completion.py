"""The transport "litellm": LiteLLM's acompletion, for every provider that LiteLLM knows."""

import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from gateway.errors import places_of
from gateway.providers.chat import (
    ChatRequest,
    FinishReason,
    Piece,
    ReadEnding,
    Reading,
    Upstream,
)
from gateway.providers.failures import BrokenOff, CallFailed, Untranslatable
from gateway.providers.http_client import HttpClient
from gateway.providers.litellm_client.adaptations import (
    accept_whole_events_only,
    forget_pieces,
    keep_filtered_text,
    lend_connections,
    open_http_client,
    parameter_at_fault,
    prepare,
    read_by_one_iterator,
    without_lost_thinking,
)
from gateway.providers.litellm_client.exceptions import call_failed
from gateway.providers.litellm_client.transformations import openai_messages
from gateway.providers.litellm_client.translation import AnswerShape, Told, TranslatedPiece
from gateway.surrogates import SurrogateJoiner

if TYPE_CHECKING:
    from gateway.providers.litellm_client.httpx_transport import CallState

logger = logging.getLogger(__name__)

_FINISH_REASONS: dict[str, FinishReason] = {
    "length": "length",
    "content_filter": "content_filter",
}


class Completion:
    """Asks a provider once, without LiteLLM's retries, fallbacks and callbacks.

    Args:
        litellm: the loaded LiteLLM.
        http: has the connections.
        timeout: seconds without a byte from the provider before an attempt is given up.
    """

    def __init__(self, litellm: Any, http: HttpClient, timeout: float) -> None:
        self._litellm = litellm
        self._timeout = timeout
        self._take_back = lend_connections(http)
        self._http = open_http_client(http, timeout)
        keep_filtered_text()
        accept_whole_events_only()

    async def ask(
        self, request: ChatRequest, candidate: str, read_ending: ReadEnding | None
    ) -> AsyncGenerator[Reading, None]:
        """The answer of one model, piece by piece.

        Args:
            request: what is asked.
            candidate: LiteLLM's id of the model that is asked.
            read_ending: finds why it ended; without one, LiteLLM's word counts.

        Raises:
            CallFailed: there is no answer, or it broke off.
        """
        call = prepare(stream=request.stream, read_ending=read_ending)
        answer = self._stream if request.stream else self._complete
        async with aclosing(answer(request, candidate, call)) as readings:
            async for reading in readings:
                yield reading

    async def translate(
        self,
        upstream: Upstream,
        candidate: str,
        parameters: Mapping[str, Any],
        shape: AnswerShape,
        read_ending: ReadEnding | None,
    ) -> AsyncGenerator[TranslatedPiece, None]:
        """The answer of one model to a chat in OpenAI's terms.

        Args:
            upstream: where the request goes.
            candidate: LiteLLM's id of the model that is asked.
            parameters: `messages` and what else OpenAI's API has, of which the caller knows each.
            shape: whose answers it is to look like.
            read_ending: as `ask` takes it.

        Raises:
            CallFailed: there is no answer, or it broke off.
        """
        call = prepare(stream=bool(parameters.get("stream")), read_ending=read_ending)
        asked = without_lost_thinking(candidate, parameters)
        arguments = {**self._connection(upstream, candidate), **asked}
        told = Told()

        async def noted() -> AsyncGenerator[Any, None]:
            async with aclosing(self._chunks(arguments, call)) as chunks:
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
            if call.read_ending is not None and call.finish_reason is None:
                raise BrokenOff
            told.note(answer)
            yield told.piece(shape.whole(answer))
        except CallFailed:
            if not call.sent:
                raise Untranslatable(parameter_at_fault(candidate, parameters)) from None
            raise
        except Exception as error:  # noqa: BLE001 - whatever a provider leaves out
            logger.info("%s", places_of(error))
            raise BrokenOff from None

    async def _acompletion(self, arguments: dict[str, Any]) -> Any:
        try:
            return await self._litellm.acompletion(**arguments)
        except Exception as error:  # noqa: BLE001 - LiteLLM raises exceptions of every kind
            raise call_failed(error) from None

    async def close(self) -> None:
        """Close the connections."""
        await self._http.close()
        await self._litellm.close_litellm_async_clients()
        self._litellm.in_memory_llm_clients_cache.flush_cache()
        self._take_back()

    async def _complete(
        self, request: ChatRequest, candidate: str, call: "CallState"
    ) -> AsyncGenerator[Reading, None]:
        response = await self._acompletion(self._arguments(request, candidate))
        if not response.choices:
            raise BrokenOff
        choice = response.choices[0]
        message = choice.message
        if message.content is None and choice.finish_reason == "stop":
            raise BrokenOff
        piece = Piece(
            SurrogateJoiner().feed(message.content or ""),
            SurrogateJoiner().feed(getattr(message, "reasoning_content", None) or ""),
        )
        yield Reading(piece, _finish_reason(call, choice.finish_reason), response.usage)

    async def _stream(
        self, request: ChatRequest, candidate: str, call: "CallState"
    ) -> AsyncGenerator[Reading, None]:
        finish_reason = usage = None
        join_text, join_reasoning = SurrogateJoiner(), SurrogateJoiner()
        async with aclosing(self._chunks(self._arguments(request, candidate), call)) as chunks:
            async for chunk in chunks:
                usage = getattr(chunk, "usage", None) or usage
                for choice in chunk.choices[:1]:
                    finish_reason = choice.finish_reason or finish_reason
                    delta = choice.delta
                    text = join_text.feed(delta.content or "")
                    reasoning = join_reasoning.feed(getattr(delta, "reasoning_content", None) or "")
                    yield Reading(Piece(text, reasoning))
        yield Reading(Piece(), _finish_reason(call, finish_reason), usage)

    async def _chunks(
        self, arguments: dict[str, Any], call: "CallState"
    ) -> AsyncGenerator[Any, None]:
        """LiteLLM's pieces of a stream, until the provider itself ends it."""
        stream = None
        try:
            stream = await self._litellm.acompletion(**arguments)
            read_by_one_iterator(stream)
            async for chunk in stream:
                forget_pieces(stream)
                yield chunk
        except Exception as error:  # noqa: BLE001 - LiteLLM raises exceptions of every kind
            raise call_failed(error) from None
        finally:
            # Cancelling the task alone would not end the provider's work.
            if stream is not None:
                await stream.aclose()
        # Where the provider itself ended nothing, LiteLLM makes up a "stop".
        if call.read_ending is None:
            ended = stream.received_finish_reason is not None
        else:
            ended = call.finish_reason is not None
        if not ended:
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


def _finish_reason(call: "CallState", reason: str | None) -> FinishReason | None:
    """Why the answer ended, by the provider's own word, or else by LiteLLM's."""
    if call.read_ending is not None:
        return call.finish_reason
    return _FINISH_REASONS.get(reason or "", "stop")
