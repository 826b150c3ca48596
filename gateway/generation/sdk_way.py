"""LiteLLM's own way to a provider, `acompletion`: for every provider that it knows."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any

from gateway.generation.answer import Ending, FinishReason, Piece
from gateway.generation.endings import ending_of
from gateway.generation.litellm_internals import (
    client_for,
    forget_pieces,
    gateway_error,
    open_connections,
    read_once,
    skip_bookkeeping,
    watch_for_ending,
)
from gateway.generation.provider_errors import broken_answer
from gateway.generation.request import GenerationRequest
from gateway.generation.surrogates import SurrogateJoiner

_FINISH_REASONS: dict[str, FinishReason] = {
    "length": "length",
    "content_filter": "content_filter",
}


class SdkWay:
    """Asks a provider once, without LiteLLM's retries, fallbacks and callbacks.

    Args:
        litellm: the loaded LiteLLM.
        timeout: seconds without a byte from the provider before an attempt is given up.
    """

    def __init__(self, litellm: Any, timeout: float) -> None:
        self._litellm = litellm
        self._timeout = timeout
        self._connections = open_connections(timeout)

    async def generate(
        self, request: GenerationRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        """The answer of one model: its pieces, and how it ended.

        Raises:
            GatewayError: there is no answer, or it broke off.
        """
        skip_bookkeeping()
        answer = self._stream if request.stream else self._complete
        async with aclosing(answer(request, candidate)) as pieces:
            async for piece in pieces:
                yield piece

    async def close(self) -> None:
        """Close the connections."""
        await self._connections.close()
        await self._litellm.close_litellm_async_clients()

    async def _complete(
        self, request: GenerationRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        upstream = request.upstream
        try:
            response = await self._litellm.acompletion(**self._arguments(request, candidate))
            choice = response.choices[0]
        except Exception as error:  # noqa: BLE001 - LiteLLM raises whatever happens to it
            raise gateway_error(upstream, error, begun=False) from None
        message = choice.message
        piece = Piece(
            SurrogateJoiner().feed(message.content or ""),
            SurrogateJoiner().feed(getattr(message, "reasoning_content", None) or ""),
        )
        if message.content is None and choice.finish_reason == "stop":
            raise broken_answer(upstream)
        if piece.text or piece.reasoning:
            yield piece
        yield self._ending(
            request, candidate, choice.finish_reason, response.usage, has_text=bool(piece.text)
        )

    async def _stream(
        self, request: GenerationRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        upstream = request.upstream
        stream = None
        begun = has_text = False
        finish_reason = usage = None
        join_text, join_reasoning = SurrogateJoiner(), SurrogateJoiner()
        try:
            stream = await self._litellm.acompletion(**self._arguments(request, candidate))
            ending_seen = watch_for_ending(stream)
            read_once(stream)
            async for chunk in stream:
                begun = True
                forget_pieces(stream)
                usage = getattr(chunk, "usage", None) or usage
                for choice in chunk.choices[:1]:
                    finish_reason = choice.finish_reason or finish_reason
                    delta = choice.delta
                    text = join_text.feed(delta.content or "")
                    reasoning = join_reasoning.feed(getattr(delta, "reasoning_content", None) or "")
                    if text or reasoning:
                        has_text = has_text or bool(text)
                        yield Piece(text, reasoning)
        except Exception as error:  # noqa: BLE001 - LiteLLM raises whatever happens to it
            raise gateway_error(upstream, error, begun=begun) from None
        finally:
            # A cancelled task alone leaves the provider writing.
            if stream is not None:
                await stream.aclose()
        # Without the provider's own word for it, LiteLLM makes up a "stop".
        if not ending_seen():
            raise broken_answer(upstream)
        yield self._ending(request, candidate, finish_reason, usage, has_text=has_text)

    def _arguments(self, request: GenerationRequest, candidate: str) -> dict[str, Any]:
        upstream = request.upstream
        arguments: dict[str, Any] = {
            "model": candidate,
            "messages": [{"role": m.role, "content": m.content} for m in request.messages],
            # Never empty: LiteLLM would look for a key in the environment.
            "api_key": upstream.api_key.get_secret_value() if upstream.api_key else "none",
            "api_base": upstream.api_base,
            "timeout": self._timeout,
            "max_retries": 0,
            "drop_params": True,
        }
        if client := client_for(self._litellm, self._connections, arguments):
            arguments["client"] = client
        if request.max_tokens is not None:
            arguments["max_tokens"] = request.max_tokens
        if request.temperature is not None:
            arguments["temperature"] = request.temperature
        if request.stream:
            arguments["stream"] = True
            arguments["stream_options"] = {"include_usage": True}
        return arguments

    def _ending(
        self,
        request: GenerationRequest,
        candidate: str,
        finish_reason: str | None,
        usage: Any,
        *,
        has_text: bool,
    ) -> Ending:
        reason = _FINISH_REASONS.get(finish_reason or "", "stop")
        return ending_of(
            self._litellm.cost_per_token, request, candidate, reason, usage, has_text=has_text
        )
