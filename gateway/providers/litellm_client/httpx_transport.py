"""The transport beneath LiteLLM's HTTP clients: limits replies, redirects nothing, keeps the pool.

httpx comes with LiteLLM, so this module is imported with it.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import httpx

from gateway.providers.chat import FinishReason, ReadEnding
from gateway.providers.event_stream import read_events
from gateway.providers.failures import CallFailed, ErrorReply
from gateway.providers.pool import proxy_failure
from gateway.providers.proxies import is_socks, proxy_for
from gateway.providers.reply_limits import (
    MAX_ERROR_BYTES,
    NO_COMPRESSION,
    PlainLimits,
    StreamLimits,
    refuse_compression,
)
from gateway.providers.told import ToldUsage, parse_object, tidied, without_nulls

_READ_AT_ONCE = 16 * 1024  # bytes


@dataclass(slots=True)
class CallState:
    """What is known of the call that a task makes: whether it asks for a stream, and was sent.

    `read_ending` finds in the provider's own words why an answer ended, and `finish_reason` is what
    it has found. LiteLLM flattens these words, and makes one up where there is none.
    """

    streamed: bool = False
    sent: bool = False
    read_ending: ReadEnding | None = None
    finish_reason: FinishReason | None = None
    told: ToldUsage = field(default_factory=ToldUsage)

    def read(self, data: str, tidy: Callable[[dict[str, Any]], dict[str, Any]]) -> str:
        """Read an answer, or a piece of one. Gives it as LiteLLM is to read it, without nulls.

        Raises:
            ErrorReply: it is an error.
        """
        if self.read_ending is None:
            return data
        try:
            parsed = tidy(parse_object(data))
            self.finish_reason = self.read_ending(parsed) or self.finish_reason
            self.told.complete(parsed)
        except ErrorReply:
            raise
        except Exception:  # noqa: BLE001 - LiteLLM reads it too, and says what is wrong with it
            return data
        return json.dumps(parsed)


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
        over_socks: gives what makes them over a SOCKS proxy.
    """

    def __init__(
        self,
        inner: httpx.AsyncBaseTransport,
        over_socks: Callable[[str], httpx.AsyncBaseTransport],
    ) -> None:
        self._inner = inner
        self._over_socks = over_socks
        self._proxied: dict[str, httpx.AsyncBaseTransport] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            httpx.TransportError: there is no response, or it breaks off or is over a limit.
        """
        _call().sent = True
        request.headers.update(NO_COMPRESSION)
        url = str(request.url)
        try:
            response = await self._transport_to(url).handle_async_request(request)
        except Exception as error:
            chain = (error, error.__cause__, error.__context__)
            found = (proxy_failure(one, url) for one in chain if one is not None)
            if (failure := next(filter(None, found), None)) is not None:
                raise RefusedReply(failure) from None
            if isinstance(error, httpx.ConnectError):
                # For this class, LiteLLM would connect once more and then close the whole pool.
                raise httpx.NetworkError("no connection") from error
            raise
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
        call = _call()
        kind = response.headers.get("Content-Type", "").lower()
        known = call.read_ending is not None
        has_events = call.streamed and (known or kind.startswith("text/event-stream"))
        response.stream = _LimitedStream(response.stream, has_events=has_events)
        return response

    async def aclose(self) -> None:
        """Close the connections."""
        for transport in (self._inner, *self._proxied.values()):
            await transport.aclose()

    def _transport_to(self, url: str) -> httpx.AsyncBaseTransport:
        proxy = proxy_for(url)
        if proxy is None or not is_socks(proxy):
            return self._inner
        if proxy not in self._proxied:
            self._proxied[proxy] = self._over_socks(proxy)
        return self._proxied[proxy]


def _call() -> CallState:
    return CALL.get(CallState())


class _LimitedStream(httpx.AsyncByteStream):
    """A reply that is read within the limits. Of a stream, LiteLLM gets whole events only."""

    def __init__(self, inner: httpx.AsyncByteStream, *, has_events: bool) -> None:
        self._inner = inner
        self._call = _call()
        if has_events:
            self._pieces = self._events()
        elif self._call.streamed:
            self._pieces = self._limited()  # in another shape, of a provider that LiteLLM knows
        else:
            self._pieces = self._document()
        self._limits = StreamLimits() if self._call.streamed else PlainLimits()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._pieces:
                yield piece
        except CallFailed as failure:
            raise RefusedReply(failure) from None

    async def aclose(self) -> None:
        await self._pieces.aclose()
        await self._inner.aclose()

    async def _events(self) -> AsyncGenerator[bytes, None]:
        async with (
            aclosing(self._limited()) as chunks,
            aclosing(read_events(chunks)) as events,
        ):
            async for event in events:
                data = self._call.read(event.data.strip(), without_nulls)
                yield event._replace(data=data).written()

    async def _document(self) -> AsyncGenerator[bytes, None]:
        async with aclosing(self._limited()) as chunks:
            body = b"".join([chunk async for chunk in chunks])
        text = body.decode("utf-8", "replace")
        if self._call.read_ending is not None and not text.lstrip().startswith(("{", "[")):
            raise ErrorReply(200, text)
        yield self._call.read(text, tidied).encode()

    async def _limited(self) -> AsyncGenerator[bytes, None]:
        async for chunk in self._inner:
            await self._limits.check(chunk)
            # LiteLLM reads all lines of what it gets before anything else has its turn.
            for start in range(0, len(chunk), _READ_AT_ONCE):
                yield chunk[start : start + _READ_AT_ONCE]
                await asyncio.sleep(0)


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
