"""The transport beneath LiteLLM's HTTP clients: limits replies, redirects nothing, keeps the pool.

httpx comes with LiteLLM, so this module is imported with it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextvars import ContextVar
from dataclasses import dataclass

import httpx

from gateway.providers.failures import CallFailed
from gateway.providers.reply_limits import (
    MAX_ERROR_BYTES,
    NO_COMPRESSION,
    PlainLimits,
    StreamLimits,
    refuse_compression,
)

_READ_AT_ONCE = 16 * 1024  # bytes


@dataclass(slots=True)
class CallState:
    """What is known of the call that a task makes: whether it asks for a stream, and was sent."""

    streamed: bool = False
    sent: bool = False


CALL: ContextVar[CallState] = ContextVar("CALL")


class RefusedReply(httpx.ReadError):
    """A reply is over a limit.

    Args:
        failure: what it is to the gateway.
    """

    def __init__(self, failure: CallFailed) -> None:
        super().__init__("refused")
        self.failure = failure


class LimitedTransport(httpx.AsyncBaseTransport):
    """Sends requests through another transport.

    Args:
        inner: makes the connections.
    """

    def __init__(self, inner: httpx.AsyncBaseTransport) -> None:
        self._inner = inner

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            httpx.TransportError: there is no response, or it breaks off or is over a limit.
        """
        _call().sent = True
        request.headers.update(NO_COMPRESSION)
        try:
            response = await self._inner.handle_async_request(request)
        except httpx.ConnectError as error:
            # For this class, LiteLLM would connect once more and then close the whole pool.
            raise httpx.NetworkError("no connection") from error
        assert isinstance(response.stream, httpx.AsyncByteStream)
        if response.status_code != httpx.codes.OK:
            response.headers.pop("Content-Encoding", None)
            # A client that follows a redirect could carry a key to another host.
            response.headers.pop("Location", None)
            response.stream = _Beginning(response.stream)
            return response
        try:
            refuse_compression(response.headers.get("Content-Encoding"))
        except CallFailed as failure:
            await response.aclose()
            raise RefusedReply(failure) from None
        response.stream = _LimitedStream(response.stream)
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def _call() -> CallState:
    return CALL.get(CallState())


class _LimitedStream(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner
        self._limits = StreamLimits() if _call().streamed else PlainLimits()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._inner:
            try:
                await self._limits.check(chunk)
            except CallFailed as failure:
                raise RefusedReply(failure) from None
            # LiteLLM reads all lines of what it gets before anything else has its turn.
            for start in range(0, len(chunk), _READ_AT_ONCE):
                yield chunk[start : start + _READ_AT_ONCE]
                await asyncio.sleep(0)

    async def aclose(self) -> None:
        await self._inner.aclose()


class _Beginning(httpx.AsyncByteStream):
    """An error's body, of which the beginning is enough."""

    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MAX_ERROR_BYTES
        async for chunk in self._inner:
            yield chunk[:left]
            left -= len(chunk)
            if left <= 0:
                return

    async def aclose(self) -> None:
        await self._inner.aclose()
