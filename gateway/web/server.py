"""aiohttp's server, with error responses and logs of our own.

By itself its HTTP parser answers a malformed request in plain text and logs a traceback, both with
the offending header in them, and its access log quotes paths and referrers.
"""

import asyncio
import logging
import os
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.abc import AbstractAccessLogger
from aiohttp.http_exceptions import LineTooLong
from aiohttp.streams import StreamReader

from gateway.errors import GatewayError, InvalidRequest, places_of
from gateway.identity.peers import NOBODY, is_own_user, peer_uid
from gateway.settings import SettingsError, url_of
from gateway.web.responses import (
    OWN_ID_HEADER,
    REQUEST_ID,
    add_common_headers,
    add_cors_headers,
    error_response,
    new_request_id,
)

logger = logging.getLogger(__name__)

# More than a person and a few scripts need. Beyond it the connection that has been idle longest is
# closed, so that slow clients cannot block others.
_MAX_CONNECTIONS = 256

# Bytes of a request's head. Browsers send up to 180 cookies of 4 kB to 127.0.0.1, where each
# program of the machine may set some.
_MAX_HEAD = 1024 * 1024

# Seconds: until a request's head has come whole, and for a connection without a request.
_IDLE_TIMEOUT = 15

# Seconds for a client to take what was written to it. A program that was stopped in a debugger has
# a minute, and the system's buffers, which hold some hundred kilobytes.
_WRITE_TIMEOUT = 60

# SO_LINGER on, for no time (Windows has shorts for ints): closing is a reset.
_RESET = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)

# Seconds for which the rest of a refused body is read and thrown away.
_LINGERING = 2

access_logger = logging.getLogger("gateway.access")


_Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


class PortTaken(SettingsError):
    """Something listens on the port already, or the system reserves it."""


class AccessLogger(AbstractAccessLogger):
    """One line for each request: method, route, status, time, id. Never a path as it was sent."""

    def log(self, request: web.BaseRequest, response: web.StreamResponse, time: float) -> None:
        """Write the line; `time` is in seconds."""
        # What the parser refused has no match. (One without parameters is empty, and so false.)
        match = getattr(request, "_match_info", None)
        resource = match.route.resource if match is not None else None
        self.logger.info(
            "%s %s %d %.0f ms %s",
            request.method,
            resource.canonical if resource else "-",
            response.status,
            time * 1000,
            response.headers.get(OWN_ID_HEADER) or response.headers.get("X-Request-Id", "-"),
        )


class _LimitedParser:
    """aiohttp's HTTP parser with a limit on a whole head. By itself it limits each header only."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser
        self._head_size = 0
        self._body: StreamReader | None = None

    def feed_data(self, data: bytes) -> Any:
        """Parse more bytes.

        Raises:
            HttpProcessingError: they are not HTTP, or the head is too large.
        """
        parsed = self._parser.feed_data(data)
        messages = parsed[0]
        if messages:
            _, self._body = messages[-1]
            self._head_size = 0
        elif self._body is None or self._body.is_eof():
            self._head_size += len(data)
            if self._head_size > _MAX_HEAD:
                raise LineTooLong(b"", _MAX_HEAD)
        return parsed

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parser, name)


class RequestHandler(web.RequestHandler):
    """One connection. Requests that the HTTP parser refuses, it answers without any middleware."""

    __slots__ = ("_write_deadline", "owner")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._parser: Any = _LimitedParser(self._parser)
        self._write_deadline: asyncio.TimerHandle | None = None
        self.owner: str | None = None
        """Whose connection it is: who was authenticated on it last; None for strangers."""

    @property
    def closing_order(self) -> tuple[bool, bool, bool, float]:
        """The place of this connection among those of its owner that may be closed.

        First those that were never answered, of these the ones without a whole head; then those
        that were, of these the idle ones; and last those with a response under way. Of each kind,
        the oldest.
        """
        request = self._current_request
        # A stranger that does not read its answer must not keep its place by that.
        answering = self.owner is not None and request is not None and request.content.is_eof()
        answered = self._request_count - (request is not None) > 0
        return (answering, answered, request is not None, self._next_keepalive_close_time)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin; writing pauses as soon as the client does not take all that was written."""
        super().connection_made(transport)
        if isinstance(transport, asyncio.WriteTransport):
            transport.set_write_buffer_limits(high=0)

    def pause_writing(self) -> None:
        """Wait for the client to read, and end the connection when that takes too long."""
        super().pause_writing()
        if self.transport is not None:
            self._write_deadline = self._loop.call_later(_WRITE_TIMEOUT, self._reset)

    def resume_writing(self) -> None:
        """Go on: the client has taken all of it."""
        self._end_write_deadline()
        super().resume_writing()

    def connection_lost(self, exc: BaseException | None) -> None:
        """End what runs for the client."""
        self._end_write_deadline()
        super().connection_lost(exc)

    def _reset(self) -> None:
        """End the connection, and drop what the system still holds of it for the client."""
        if self.transport is not None:
            client = self.transport.get_extra_info("socket")
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.transport.abort()

    def _end_write_deadline(self) -> None:
        if self._write_deadline is not None:
            self._write_deadline.cancel()
            self._write_deadline = None

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """An error of the contract, on a connection that ends here."""
        request_id = new_request_id()
        # A client that leaves while it is written to is nothing to report.
        if status >= 500 and exc is not None and not isinstance(exc, ConnectionError):
            logger.error("%s %s", request_id, places_of(exc))
        if request.writer.output_size > 0:
            raise ConnectionError("a response is under way already")
        error = GatewayError() if status >= 500 else InvalidRequest(_complaint(exc))
        response = error_response(error, request_id)
        add_common_headers(response, request_id)
        response.force_close()
        return response

    def log_exception(self, *args: Any, **kwargs: Any) -> None:
        """Log where something failed that aiohttp could not handle; never its message."""
        error = kwargs.get("exc_info")
        if isinstance(error, BaseException):
            logger.error("%s", places_of(error))


def _complaint(error: BaseException | None) -> str:
    """What the HTTP parser refuses, in a sentence for a person."""
    if isinstance(error, LineTooLong):
        return (
            "The request's address or headers are too large. If a browser sent it, other programs "
            "have set large cookies for 127.0.0.1: delete the cookies of 127.0.0.1 there."
        )
    return "This is not valid HTTP."


class Server(web.Server):
    """A server with a limit on connections, each handled by our RequestHandler."""

    def __call__(self) -> RequestHandler:
        """A handler for a new connection."""
        return RequestHandler(self, loop=self._loop, **self._kwargs)

    def connection_made(self, handler: web.RequestHandler, transport: asyncio.Transport) -> None:
        """Accept a connection; above the limit, close one of the owner who has most of them.

        A connection of another user of this machine is closed unanswered.
        """
        if not is_own_user(_client_uid(transport)):
            super().connection_made(handler, transport)
            handler.force_close()
            return
        if len(self.connections) >= _MAX_CONNECTIONS:
            self._connection_to_close().force_close()
        super().connection_made(handler, transport)

    def _connection_to_close(self) -> RequestHandler:
        by_owner: dict[str | None, list[RequestHandler]] = {}
        for connection in self.connections:
            if isinstance(connection, RequestHandler) and not connection._force_close:
                by_owner.setdefault(connection.owner, []).append(connection)
        by_number = sorted(by_owner.values(), key=lambda connections: -len(connections))
        first = [min(one, key=lambda connection: connection.closing_order) for one in by_number]
        # An answer is cut off only if every connection has one under way.
        return next((one for one in first if not one.closing_order[0]), first[0])


def _client_uid(transport: asyncio.Transport) -> int | None:
    own, peer = (transport.get_extra_info(end) for end in ("sockname", "peername"))
    # A client that has left already has no address.
    return peer_uid(own[:2], peer[:2]) if peer else NOBODY


class GatewayRunner(web.AppRunner):
    """Runs the application on our server."""

    def __init__(self, app: web.Application) -> None:
        super().__init__(
            app,
            access_log_class=AccessLogger,
            access_log=access_logger,
            # A client that goes away ends its request, and with it the call to the provider.
            handler_cancellation=True,
            # Nothing is unpacked, so that nothing small can become large.
            auto_decompress=False,
            keepalive_timeout=_IDLE_TIMEOUT,
            max_field_size=_MAX_HEAD,
            lingering_time=_LINGERING,
            shutdown_timeout=2,
        )

    async def _make_server(self) -> web.Server:
        plain = await super()._make_server()
        return Server(
            _refuse_expectations(plain.request_handler),
            request_factory=plain.request_factory,
            handler_cancellation=plain.handler_cancellation,
            **plain._kwargs,
        )


def _refuse_expectations(handler: _Handler) -> _Handler:
    """Refuse an Expect header that aiohttp would answer by quoting it."""

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        if request.headers.get("Expect", "100-continue").lower() == "100-continue":
            return await handler(request)
        request_id = new_request_id()
        response = error_response(InvalidRequest("Send no Expect header."), request_id)
        add_common_headers(response, request_id)
        return response

    return handle


async def on_response_prepare(request: web.Request, response: web.StreamResponse) -> None:
    """Signal handler: every response of the application has the common headers."""
    add_common_headers(response, request.get(REQUEST_ID) or new_request_id())
    add_cors_headers(request, response)


@asynccontextmanager
async def running_gateway(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve the application while the context lasts; gives the address it listens at.

    Raises:
        PortTaken: the port cannot be had.
    """
    runner = GatewayRunner(app)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            reason = os.strerror(error.errno or 0)
            raise PortTaken(f"cannot listen on {host}:{port}: {reason}") from None
        yield url_of(*runner.addresses[0][:2])
    finally:
        await runner.cleanup()
