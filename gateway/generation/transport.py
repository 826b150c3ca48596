"""Calls to providers over one pool of connections, shared by all sessions.

A key travels in the headers of its own call and stays nowhere: the pool knows addresses only.
"""

import asyncio
import functools
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

from gateway.generation import bounds
from gateway.generation.event_stream import EventStreamReader
from gateway.generation.provider_errors import (
    ProviderReply,
    broken_answer,
    timed_out,
    understand,
    unreachable,
    untrusted,
)
from gateway.generation.request import Upstream
from gateway.outgoing import outgoing_session, proxy_for

# What is read of an error's body; providers' own are a few hundred bytes.
_MAX_ERROR_BYTES = 64 * 1024

# Seconds for the end of a body whose answer is there already.
_PATIENCE_FOR_THE_END = 2.0


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP call to a provider; `body` is sent as JSON."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: Mapping[str, Any] = field(repr=False)


class Reply:
    """A provider's answer that has begun, with status 200."""

    def __init__(self, response: aiohttp.ClientResponse, upstream: Upstream) -> None:
        self._response = response
        self._upstream = upstream

    async def whole(self) -> bytes:
        """The whole body.

        Raises:
            GatewayError: it broke off, or nothing came for too long.
        """
        return b"".join([chunk async for chunk in self._chunks()])

    async def events(self) -> AsyncGenerator[str, None]:
        """The data of each server-sent event, as it arrives.

        Raises:
            GatewayError: the stream broke off, or nothing came for too long.
        """
        reader = EventStreamReader()
        async with aclosing(self._chunks()) as chunks:
            async for chunk in chunks:
                for data in reader.feed(chunk):
                    yield data
        for data in reader.end():
            yield data

    async def _chunks(self) -> AsyncGenerator[bytes, None]:
        received = 0
        try:
            async for chunk in self._response.content.iter_any():
                received += len(chunk)
                if received > bounds.MAX_RESPONSE_BYTES:
                    raise bounds.too_large(self._upstream.provider, self._upstream.name)
                yield chunk
        except TimeoutError:
            raise timed_out(self._upstream) from None
        except (aiohttp.ClientError, OSError):
            raise broken_answer(self._upstream) from None


class Transport:
    """Sends calls to providers.

    Args:
        timeout: seconds without a byte from the provider before a call is given up.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = aiohttp.ClientTimeout(sock_connect=timeout, sock_read=timeout)
        # To look a proxy up takes longer than all else of a call.
        self._proxy_for = functools.cache(proxy_for)
        self._session: aiohttp.ClientSession | None = None

    @asynccontextmanager
    async def post(self, call: Call, upstream: Upstream) -> AsyncGenerator[Reply, None]:
        """Send a call.

        An error or a cancellation closes the connection, which ends the provider's work. Where the
        answer ends before the body does, the connection is given a moment to come to its end.

        Raises:
            GatewayError: the provider refused, or could not be reached.
        """
        if self._session is None:
            self._session = outgoing_session(self._timeout)
        try:
            response = await self._session.post(
                call.url,
                headers=call.headers,
                json=call.body,
                allow_redirects=False,
                proxy=self._proxy_for(call.url),
            )
        except TimeoutError:
            raise timed_out(upstream) from None
        except aiohttp.ClientSSLError:
            raise untrusted(upstream) from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            connected = not isinstance(error, aiohttp.ClientConnectorError | ValueError)
            raise unreachable(upstream, connected=connected) from None
        try:
            if response.status != 200:
                raise understand(upstream, await _refusal(response))
            yield Reply(response, upstream)
        except BaseException:  # a cancellation, too
            response.close()
            raise
        _await_end(response)

    async def close(self) -> None:
        """Close the connections."""
        if self._session is not None:
            await self._session.close()


def _await_end(response: aiohttp.ClientResponse) -> None:
    """Let aiohttp read on to the end of the body, after which the connection serves other calls.

    Nobody waits for it: the last bytes, which say nothing more, often come after the answer's end.
    """
    if not response.content.is_eof():
        loop = asyncio.get_running_loop()
        closing = loop.call_later(_PATIENCE_FOR_THE_END, response.close)
        response.content.on_eof(closing.cancel)


async def _refusal(response: aiohttp.ClientResponse) -> ProviderReply:
    """The refusal as far as it can be read: its status alone tells much."""
    body = bytearray()
    try:
        async for chunk in response.content.iter_chunked(_MAX_ERROR_BYTES):
            body += chunk
            if len(body) >= _MAX_ERROR_BYTES:
                break
    except (TimeoutError, aiohttp.ClientError, OSError):
        pass
    return ProviderReply(response.status, body.decode("utf-8", "replace"), response.headers)
