"""The transport beneath LiteLLM's HTTP clients: the gateway's own connections and limits.

httpx comes with LiteLLM, so this module is imported with it.
"""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from contextvars import ContextVar
from dataclasses import dataclass, field

import aiohttp
import httpx
from multidict import CIMultiDict

from gateway.providers.chat import FinishReason, ReadEnding
from gateway.providers.event_stream import END_OF_STREAM, Event, read_events
from gateway.providers.failures import BrokenOff, CallFailed, ErrorReply, WholeReply
from gateway.providers.http_client import HttpClient, drain, pieces_of
from gateway.providers.litellm_client.whole_reply import pieces_of_whole
from gateway.providers.reply_limits import (
    MAX_ERROR_BYTES,
    PlainLimits,
    StreamLimits,
    refuse_compression,
)
from gateway.providers.told import BYTE_ORDER_MARK, ToldUsage, parse_object, tidied, told

_READ_AT_ONCE = 16 * 1024  # bytes

# The gateway's HTTP client says these itself.
_OF_THE_CONNECTION = (
    *("Host", "Content-Length", "Transfer-Encoding", "Connection", "Accept-Encoding"),
)
_NOT_TOLD = (b"location", b"content-encoding")


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

    def read(self, data: str, *, whole: bool) -> str:
        """Read an answer, or a piece of one. Gives it as LiteLLM is to read it, without nulls.

        Raises:
            ErrorReply: it is an error.
        """
        if self.read_ending is None:
            return data
        try:
            answer = parse_object(data)
            self.finish_reason = self.read_ending(answer) or self.finish_reason
            if whole:
                return json.dumps(told(answer))
            piece = tidied(answer)
            self.told.complete(piece)
        except ErrorReply:
            raise
        except Exception:  # noqa: BLE001 - LiteLLM reads it too, and says what is wrong with it
            return data
        return json.dumps(piece)


CALL: ContextVar[CallState] = ContextVar("CALL")


class RefusedReply(httpx.ReadError):
    """There is no reply, or it is over a limit.

    Args:
        failure: what it is to the gateway.
    """

    def __init__(self, failure: CallFailed) -> None:
        super().__init__("refused")
        self.failure = failure


class GatewayTransport(httpx.AsyncBaseTransport):
    """Sends what LiteLLM asks over the gateway's connections, and limits what it gets.

    Args:
        http: has the connections.
    """

    def __init__(self, http: HttpClient) -> None:
        self._http = http

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request.

        Raises:
            RefusedReply: there is no response, or it is over a limit.
        """
        call = _call()
        call.sent = True
        body = await request.aread()
        headers = CIMultiDict((name, value) for name, value in request.headers.multi_items())
        for name in _OF_THE_CONNECTION:
            headers.pop(name, None)
        try:
            response = await self._http.request(request.method, str(request.url), headers, body)
        except CallFailed as failure:
            raise RefusedReply(failure) from None
        # A client that follows a redirect could carry a key to another host.
        kept = [one for one in response.raw_headers if one[0].lower() not in _NOT_TOLD]
        stream: httpx.AsyncByteStream
        if response.status != httpx.codes.OK:
            stream = _Beginning(response)
        else:
            try:
                refuse_compression(response.headers.get("Content-Encoding"))
            except CallFailed as failure:
                response.close()
                raise RefusedReply(failure) from None
            kind = response.headers.get("Content-Type", "").lower()
            known = call.read_ending is not None
            has_events = call.streamed and (known or kind.startswith("text/event-stream"))
            stream = _LimitedStream(response, has_events=has_events)
        return httpx.Response(response.status, headers=kept, stream=stream, request=request)


def _call() -> CallState:
    return CALL.get(CallState())


class _LimitedStream(httpx.AsyncByteStream):
    """A reply that is read within the limits. Of a stream, LiteLLM gets whole events only."""

    def __init__(self, response: aiohttp.ClientResponse, *, has_events: bool) -> None:
        self._response = response
        self._call = _call()
        if has_events:
            self._pieces = self._events()
        elif self._call.streamed:
            self._pieces = self._limited()  # in another shape, of a provider that LiteLLM knows
        else:
            self._pieces = self._document()
        self._ended = False
        self._limits = StreamLimits() if self._call.streamed else PlainLimits()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        try:
            async for piece in self._pieces:
                yield piece
        except CallFailed as failure:
            self._response.close()  # some of LiteLLM's libraries leave the call open
            raise RefusedReply(failure) from None
        except BaseException:  # a cancellation
            self._response.close()
            raise

    async def aclose(self) -> None:
        await self._pieces.aclose()
        if self._ended:
            drain(self._response)
        else:
            _end(self._response)

    async def _events(self) -> AsyncGenerator[bytes, None]:
        async with (
            aclosing(self._limited()) as chunks,
            aclosing(read_events(chunks)) as events,
        ):
            try:
                async for event in events:
                    data = event.data.strip()
                    if data == END_OF_STREAM:
                        self._ended = True
                        return
                    yield self._read(event._replace(data=data))
            except WholeReply as reply:
                for event in _events_of(reply):
                    yield self._read(event)

    def _read(self, event: Event) -> bytes:
        return event._replace(data=self._call.read(event.data, whole=False)).written()

    async def _document(self) -> AsyncGenerator[bytes, None]:
        async with aclosing(self._limited()) as chunks:
            body = b"".join([chunk async for chunk in chunks])
        text = body.decode("utf-8", "replace").removeprefix(BYTE_ORDER_MARK)
        if self._call.read_ending is not None and not text.lstrip().startswith(("{", "[")):
            raise ErrorReply(200, text)
        yield self._call.read(text, whole=True).encode()

    async def _limited(self) -> AsyncGenerator[bytes, None]:
        async with aclosing(pieces_of(self._response)) as chunks:
            async for chunk in chunks:
                await self._limits.check(chunk)
                # LiteLLM reads all lines of what it gets before anything else has its turn.
                for start in range(0, len(chunk), _READ_AT_ONCE):
                    yield chunk[start : start + _READ_AT_ONCE]
                    await asyncio.sleep(0)


def _events_of(reply: WholeReply) -> list[Event]:
    """The events that a whole answer stands for.

    Raises:
        ErrorReply: it is an error, or a page.
        BrokenOff: it is no answer.
    """
    try:
        return [Event(piece) for piece in pieces_of_whole(reply.body)]
    except ErrorReply:
        raise
    except json.JSONDecodeError:
        raise ErrorReply(200, reply.body.decode("utf-8", "replace")) from None
    except Exception:  # noqa: BLE001 - whatever a server sends
        raise BrokenOff from None


class _Beginning(httpx.AsyncByteStream):
    """An error's body, of which the beginning is enough."""

    def __init__(self, response: aiohttp.ClientResponse) -> None:
        self._response = response

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = MAX_ERROR_BYTES
        try:
            async for chunk in pieces_of(self._response):
                yield chunk[:left]
                left -= len(chunk)
                if left <= 0:
                    break
        except CallFailed:
            pass  # its status alone says much
        except BaseException:
            self._response.close()
            raise

    async def aclose(self) -> None:
        _end(self._response)


def _end(response: aiohttp.ClientResponse) -> None:
    """Let the connection serve other calls, if the reply has ended; else end it with the call."""
    if response.content.is_eof():
        response.release()
    else:
        response.close()
