"""ChatClient: asks a provider for one answer, once, over the provider's transport."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

from gateway.providers.chat import ChatRequest, Ending, FinishReason, Piece, Reading, Usage
from gateway.providers.direct import DirectTransport
from gateway.providers.error_mapping import broken_off, content_blocked, gateway_error
from gateway.providers.failures import CallFailed
from gateway.providers.litellm_client import LiteLLMClient
from gateway.providers.wire_formats import WireFormats


class ChatClient:
    """Asks a provider once.

    Args:
        direct: the transport over the gateway's own connections.
        litellm: the transport for every provider that LiteLLM knows; also knows prices.
        formats: the wire formats that the gateway can read itself.
    """

    def __init__(
        self, direct: DirectTransport, litellm: LiteLLMClient, formats: WireFormats
    ) -> None:
        self._direct = direct
        self._litellm = litellm
        self._formats = formats

    async def ready(self) -> None:
        """Load what is needed to ask, unless it is loaded already.

        Raises:
            GatewayError: it cannot be loaded.
        """
        await self._litellm.ready()

    async def ask(
        self, request: ChatRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        """The answer of one model: its pieces, then how it ended. Await `ready` before.

        Args:
            request: what is asked.
            candidate: LiteLLM's id of the model that is asked.

        Raises:
            GatewayError: there is no answer, or it broke off.
        """
        upstream = request.upstream
        identity = (upstream.provider, upstream.name)
        finish_reason: FinishReason | None = None
        usage = None
        has_text = False
        try:
            async with aclosing(self._readings(request, candidate)) as readings:
                async for reading in readings:
                    finish_reason = reading.finish_reason or finish_reason
                    usage = reading.usage or usage
                    has_text = has_text or bool(reading.piece.text)
                    if reading.piece.text or reading.piece.reasoning:
                        yield reading.piece
        except CallFailed as failure:
            raise gateway_error(failure, *identity) from None
        if finish_reason is None:
            raise broken_off(*identity)
        if finish_reason == "content_filter" and not has_text:
            raise content_blocked(*identity)
        if usage is None or not usage.total_tokens:
            yield Ending(finish_reason, None, None)
            return
        counted = Usage(usage.prompt_tokens, usage.completion_tokens, usage.total_tokens)
        cost = self._litellm.prices.cost(upstream.provider, candidate, usage)
        yield Ending(finish_reason, counted, cost)

    def _readings(self, request: ChatRequest, candidate: str) -> AsyncGenerator[Reading, None]:
        if request.upstream.transport == "direct":
            return self._direct.ask(request, candidate)
        wire_format = self._formats.of_model(candidate)
        read_ending = wire_format.finish_reason if wire_format else None
        return self._litellm.complete(request, candidate, read_ending)
