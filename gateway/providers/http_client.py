"""HttpClient: calls to providers over one pool of connections, for key checks and answers alike.

A key travels in the headers of its own call only.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from multidict import CIMultiDict

from gateway.providers.event_stream import read_events
from gateway.providers.failures import (
    BrokenOff,
    CallFailed,
    ErrorReply,
    TimedOut,
    Unreachable,
    Untrusted,
)
from gateway.providers.pool import Pool, proxy_failure
from gateway.providers.reply_limits import (
    MAX_ERROR_BYTES,
    PlainLimits,
    StreamLimits,
    refuse_compression,
)

# Seconds without a byte after which a call that is passed through is given up. Its program has a
# deadline of its own, and a model may think for minutes.
_RAW_TIMEOUT = 600

# Seconds for the rest of a body whose answer has been read already.
_DRAIN_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class HttpCall:
    """One HTTP call to a provider. `body` is sent as JSON; without one the call is a GET."""

    url: str
    headers: Mapping[str, str] = field(repr=False)
    body: Mapping[str, Any] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RawCall:
    """One HTTP call to a provider, as a program sent it."""

    url: str
    headers: CIMultiDict[str] = field(repr=False)
    body: bytes = field(repr=False)


class Reply:
    """A provider's answer that has begun, with status 200."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def whole(self) -> bytes:
        """The whole body.

        Raises:
            CallFailed: it broke off, nothing came for too long, or it is over a limit.
        """
        return b"".join([chunk async for chunk in self._chunks(PlainLimits())])

    async def events(self) -> AsyncGenerator[str, None]:
        """The data of each server-sent event that says something, as it arrives.

        Raises:
            CallFailed: the stream broke off, nothing came for too long, it is over a limit, or it
                is no stream.
        """
        async with (
            aclosing(self._chunks(StreamLimits())) as chunks,
            aclosing(read_events(chunks)) as events,
        ):
            async for event in events:
                yield event.data

    async def _chunks(self, limits: PlainLimits | StreamLimits) -> AsyncGenerator[bytes, None]:
        async with aclosing(pieces_of(self._response)) as pieces:
            async for piece in pieces:
                await limits.check(piece)
                yield piece


class RawReply:
    """A provider's answer that has begun, as it comes."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response
        self.status = response.status
        self.headers = response.headers

    async def beginning(self) -> bytes:
        """The first bytes of the body, as many as an error has; pieces() gives the rest.

        Raises:
            CallFailed: it broke off, or nothing came for too long.
        """
        read = bytearray()
        async for piece in self.pieces():
            read += piece
            if len(read) >= MAX_ERROR_BYTES:
                break
        return bytes(read)

    def pieces(self) -> AsyncGenerator[bytes, None]:
        """The body; see pieces_of."""
        return pieces_of(self._response)


async def pieces_of(response: aiohttp.ClientResponse) -> AsyncGenerator[bytes, None]:
    """A body, each piece in the moment in which it arrives.

    Raises:
        CallFailed: it broke off, or nothing came for too long.
    """
    try:
        async for piece in response.content.iter_any():
            yield piece
    except TimeoutError:
        raise TimedOut from None
    except (aiohttp.ClientError, OSError):
        raise BrokenOff from None


class HttpClient:
    """Sends calls to providers.

    Args:
        timeout: seconds without a byte from the provider before a call is given up.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = aiohttp.ClientTimeout(
            connect=timeout, sock_connect=timeout, sock_read=timeout
        )
        self._pool = Pool(self._timeout)

    @asynccontextmanager
    async def send(self, call: HttpCall) -> AsyncGenerator[Reply, None]:
        """Send a call.

        An error or a cancellation closes the connection, which ends the provider's work. Where the
        answer ends before the body does, the rest is read so that the connection can be used again.

        Raises:
            CallFailed: the provider could not be reached, or answered with another status than 200.
        """
        response = await self._begin(call)
        try:
            if response.status != 200:
                raise await _error_reply(response)
            refuse_compression(response.headers.get("Content-Encoding"))
            yield Reply(response)
        except BaseException:  # a cancellation, too
            response.close()
            raise
        drain(response)

    @asynccontextmanager
    async def send_raw(self, call: RawCall) -> AsyncGenerator["RawReply", None]:
        """Send a call as it is. Ends like `send`; any success or error is an answer.

        Raises:
            CallFailed: the provider could not be reached, redirects, or answers with a status that
                means nothing here, such as a change of the protocol.
        """
        seconds = self._timeout.connect
        timeout = aiohttp.ClientTimeout(
            connect=seconds, sock_connect=seconds, sock_read=_RAW_TIMEOUT
        )
        response = await self.request("POST", call.url, call.headers, call.body, timeout)
        try:
            if response.status // 100 not in (2, 4, 5):
                raise ErrorReply(response.status, "")
            yield RawReply(response)
        except BaseException:  # a cancellation, too
            response.close()
            raise
        drain(response)

    async def close(self) -> None:
        """Close the connections."""
        await self._pool.close()

    async def _begin(self, call: HttpCall) -> aiohttp.ClientResponse:
        if call.body is None:
            return await self.request("GET", call.url, call.headers)
        headers = {"Content-Type": "application/json", **call.headers}
        return await self.request("POST", call.url, headers, json.dumps(call.body).encode())

    async def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        body: bytes | None = None,
        patience: aiohttp.ClientTimeout | None = None,
    ) -> aiohttp.ClientResponse:
        """Send a request, whatever comes of it. The caller closes the response.

        Raises:
            CallFailed: there is none.
        """
        try:
            return await self._pool.request(
                method, url, body, headers=headers, timeout=patience or self._timeout
            )
        except TimeoutError as error:
            raise proxy_failure(error, url) or TimedOut from None
        except (aiohttp.ClientSSLError, ssl.SSLError):
            raise Untrusted from None
        except Exception as error:  # noqa: BLE001 - aiohttp's, the system's, and a SOCKS proxy's
            connected = not isinstance(error, aiohttp.ClientConnectorError | ValueError)
            raise proxy_failure(error, url) or Unreachable(connected=connected) from None


def drain(response: aiohttp.ClientResponse) -> None:
    """Let aiohttp read on to the end of the body, after which the connection serves other calls.

    The caller does not wait for it: the last bytes, which carry nothing more, often come after the
    answer's end.
    """
    if not response.content.is_eof():
        loop = asyncio.get_running_loop()
        closing = loop.call_later(_DRAIN_SECONDS, response.close)
        response.content.on_eof(closing.cancel)


async def _error_reply(response: aiohttp.ClientResponse) -> CallFailed:
    """The provider's error as far as it can be read: its status alone says much."""
    body = bytearray()
    try:
        async for chunk in response.content.iter_chunked(MAX_ERROR_BYTES):
            body += chunk
            if len(body) >= MAX_ERROR_BYTES:
                break
    except (TimeoutError, aiohttp.ClientError, OSError):
        pass
    return ErrorReply(response.status, body.decode("utf-8", "replace"), response.headers)
