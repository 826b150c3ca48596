"""The lean way to a provider: LiteLLM's knowledge of its format, the gateway's own transport."""

import json
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Any

from gateway.errors import GatewayError, places_of
from gateway.generation.answer import Ending, Piece
from gateway.generation.dialects import DIALECTS, ErrorInAnswer, PieceReader, Reading
from gateway.generation.endings import ending_of
from gateway.generation.litellm_internals import Internals
from gateway.generation.provider_errors import ProviderReply, broken_answer, understand
from gateway.generation.request import GenerationRequest, Upstream
from gateway.generation.transport import Reply, Transport

# OpenAI's own mark for the end of a stream.
_END_OF_STREAM = "[DONE]"

logger = logging.getLogger(__name__)


class LeanWay:
    """Asks a provider once.

    Args:
        transport: carries the calls.
    """

    def __init__(self, transport: Transport) -> None:
        self._transport = transport
        self._internals = Internals()
        self._dialects = {name: dialect(self._internals) for name, dialect in DIALECTS.items()}

    async def close(self) -> None:
        """Close the connections."""
        await self._transport.close()

    async def generate(
        self, request: GenerationRequest, candidate: str
    ) -> AsyncGenerator[Piece | Ending, None]:
        """The answer of one model: its pieces, and how it ended.

        Raises:
            GatewayError: there is no answer, or it broke off.
        """
        upstream = request.upstream
        provider, _, model = candidate.partition("/")
        dialect = self._dialects[provider]
        last = Reading(Piece())
        has_text = False
        async with self._transport.post(dialect.call(request, model), upstream) as reply:
            if request.stream:
                readings = _streamed(reply, upstream, dialect.pieces())
            else:
                readings = _whole(reply, upstream, lambda b: dialect.read_whole(request, model, b))
            async with aclosing(readings):
                async for reading in readings:
                    last = Reading(
                        reading.piece,
                        reading.ended_with or last.ended_with,
                        reading.usage or last.usage,
                    )
                    has_text = has_text or bool(reading.piece.text)
                    if reading.piece.text or reading.piece.reasoning:
                        yield reading.piece
        if last.ended_with is None:
            raise broken_answer(upstream)
        yield ending_of(
            self._internals.cost_per_token,
            request,
            candidate,
            last.ended_with,
            last.usage,
            has_text=has_text,
        )


async def _streamed(
    reply: Reply, upstream: Upstream, reader: PieceReader
) -> AsyncGenerator[Reading, None]:
    async with aclosing(reply.events()) as events:
        async for data in events:
            if data == _END_OF_STREAM:
                return
            yield _read(upstream, reader.read, data)


async def _whole(
    reply: Reply, upstream: Upstream, read: Callable[[bytes], Reading]
) -> AsyncGenerator[Reading, None]:
    yield _read(upstream, read, await reply.whole())


def _read(upstream: Upstream, read: Callable[[Any], Reading], data: str | bytes) -> Reading:
    try:
        return read(data)
    except ErrorInAnswer as error:
        raise understand(upstream, ProviderReply(None, json.dumps(error.body))) from None
    except GatewayError:
        raise
    except Exception as error:  # noqa: BLE001 - LiteLLM raises whatever it stumbles over
        logger.info("%s", places_of(error))
        raise broken_answer(upstream) from None
