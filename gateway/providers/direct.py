"""The transport "direct": the gateway's own connections, with bodies that LiteLLM knows."""

import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing

from gateway.errors import places_of
from gateway.providers.chat import ChatRequest, Reading, model_name
from gateway.providers.event_stream import END_OF_STREAM
from gateway.providers.failures import BrokenOff, CallFailed, WholeReply
from gateway.providers.http_client import HttpClient, Reply
from gateway.providers.wire_formats.base import WireFormat, read_document

logger = logging.getLogger(__name__)


class DirectTransport:
    """Asks a provider once.

    Args:
        http: carries the calls.
        formats: the wire formats by id.
    """

    def __init__(self, http: HttpClient, formats: Mapping[str, WireFormat]) -> None:
        self._http = http
        self._formats = formats

    async def ask(self, request: ChatRequest, candidate: str) -> AsyncGenerator[Reading, None]:
        """The answer of one model, piece by piece. LiteLLM must be ready.

        Raises:
            CallFailed: there is no answer, or it broke off.
        """
        wire_format = self._formats[request.upstream.wire_format]
        model = model_name(candidate)
        call = wire_format.chat_call(request, model)
        try:
            async with self._http.send(call) as reply:
                if not request.stream:
                    yield read_document(wire_format, request, model, await reply.whole())
                    return
                try:
                    async with aclosing(_streamed(reply, wire_format)) as readings:
                        async for reading in readings:
                            yield reading
                except WholeReply as whole:
                    yield read_document(wire_format, request, model, whole.body)
        except CallFailed:
            raise
        except Exception as error:  # noqa: BLE001 - LiteLLM's readers raise exceptions of every kind
            logger.info("%s", places_of(error))
            raise BrokenOff from None


async def _streamed(reply: Reply, wire_format: WireFormat) -> AsyncGenerator[Reading, None]:
    reader = wire_format.reader()
    async with aclosing(reply.events()) as events:
        async for data in events:
            if data.strip() == END_OF_STREAM:
                return
            yield reader.read(data)
