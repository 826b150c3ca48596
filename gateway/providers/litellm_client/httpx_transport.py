"""The transport beneath LiteLLM's HTTP client: it limits replies, and keeps the pool open.

httpx comes with LiteLLM, so this module is imported with it.
"""

from collections.abc import AsyncIterator

import httpx

from gateway.providers import http_client


class OversizedReply(httpx.ReadError):
    """A reply has more bytes than any answer."""


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
            httpx.TransportError: there is no response, or it breaks off or grows too large.
        """
        try:
            response = await self._inner.handle_async_request(request)
        except httpx.ConnectError as error:
            # For this class, LiteLLM would connect once more and then close the whole pool.
            raise httpx.NetworkError("no connection") from error
        assert isinstance(response.stream, httpx.AsyncByteStream)
        response.stream = _LimitedStream(response.stream)
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


class _LimitedStream(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._inner:
            size += len(chunk)
            if size > http_client.MAX_REPLY_BYTES:
                raise OversizedReply("too large")
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()
