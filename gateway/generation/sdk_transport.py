"""The transport beneath LiteLLM's HTTP client: it limits answers, and keeps the pool open.

httpx comes with LiteLLM, so this is imported with it.
"""

from collections.abc import AsyncIterator

import httpx

from gateway.generation import bounds


class EndlessResponse(httpx.ReadError):
    """A response that is larger than any answer."""


class SdkTransport(httpx.AsyncBaseTransport):
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
        response.stream = _BoundedStream(response.stream)
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


class _BoundedStream(httpx.AsyncByteStream):
    def __init__(self, inner: httpx.AsyncByteStream) -> None:
        self._inner = inner

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._inner:
            size += len(chunk)
            if size > bounds.MAX_RESPONSE_BYTES:
                raise EndlessResponse("too large")
            yield chunk

    async def aclose(self) -> None:
        await self._inner.aclose()
