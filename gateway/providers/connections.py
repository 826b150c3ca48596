"""Connections that notice when their other side is gone without a word: after sleep, or a new VPN.

By itself a connection waits for an answer as long as its call allows. Here the other side is asked
whether it is there when it is silent; and on Linux, which tells what has been acknowledged, a
request that nothing acknowledges is given up after a few seconds.
"""

import asyncio
import socket
import struct
import sys
import time
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.client_reqrep import ClientRequest
from aiohttp.connector import Connection

# Seconds for which what was sent may stay without an acknowledgement, and between two looks.
_PATIENCE, _INTERVAL = 4.0, 0.5

# Seconds of silence before the other side is asked, seconds between two questions, and how many.
_KEEPALIVE = {"TCP_KEEPIDLE": 4, "TCP_KEEPALIVE": 4, "TCP_KEEPINTVL": 2, "TCP_KEEPCNT": 2}

# Of struct tcp_info, see include/uapi/linux/tcp.h: packets that are not acknowledged,
# milliseconds since the last acknowledgement, and bytes that have been acknowledged.
_UNACKED, _LAST_ACK, _BYTES_ACKED = ("=I", 24), ("=I", 56), ("=Q", 120)


@dataclass(slots=True)
class Watch:
    """Watches over a request until its answer begins."""

    transport: asyncio.Transport | None = None
    acked_before: int | None = None
    begun: float = 0.0
    timer: asyncio.TimerHandle | None = None
    took_nothing: bool = False
    """Whether the connection was given up, and its other side had acknowledged nothing."""

    def begin(self, transport: asyncio.Transport | None) -> None:
        """The request is about to be sent over this connection."""
        self.end()
        self.transport, self.begun = transport, time.monotonic()
        info = self._info()
        if info is not None:
            self.acked_before = _read(info, _BYTES_ACKED)
            self._look_again()

    def end(self) -> None:
        """The answer has begun, or there will be none."""
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _look_again(self) -> None:
        self.timer = asyncio.get_running_loop().call_later(_INTERVAL, self._look)

    def _look(self) -> None:
        info = self._info()
        if info is None or self.transport is None:
            return
        silent = min(_read(info, _LAST_ACK) / 1000, time.monotonic() - self.begun)
        # Where the other side pauses, it acknowledges that too, and nothing is on its way.
        if _read(info, _UNACKED) and silent >= _PATIENCE:
            self.took_nothing = _read(info, _BYTES_ACKED) == self.acked_before
            self.transport.abort()
        else:
            self._look_again()

    def _info(self) -> bytes | None:
        opened = self.transport.get_extra_info("socket") if self.transport is not None else None
        if sys.platform != "linux" or opened is None or opened.fileno() < 0:
            return None
        try:
            info: bytes = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
        except OSError:
            return None
        return info if len(info) >= _BYTES_ACKED[1] + struct.calcsize(_BYTES_ACKED[0]) else None


WATCH: ContextVar[Watch] = ContextVar("WATCH")
"""Set by who sends a request."""


class WatchedConnector(aiohttp.TCPConnector):
    """A pool of connections that tell when their other side is gone."""

    def __init__(self) -> None:
        super().__init__(limit=0, socket_factory=_open_socket)

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Any],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's method has it
    ) -> Connection:
        """A connection of the pool, or a new one."""
        connection = await super().connect(req, traces, timeout)
        if (watch := WATCH.get(None)) is not None:
            transport = connection.transport
            watch.begin(transport if isinstance(transport, asyncio.Transport) else None)
        return connection

    def drop_idle(self) -> None:
        """Close the connections that nobody uses: they lead where this machine no longer is."""
        for waiting in self._conns.values():
            for protocol, _ in waiting:
                protocol.close()
        self._conns.clear()


def _open_socket(address: Any) -> socket.socket:
    family, kind, protocol, _, _ = address
    opened = socket.socket(family, kind, protocol)
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in _KEEPALIVE.items():
        if (option := getattr(socket, name, None)) is not None:
            opened.setsockopt(socket.IPPROTO_TCP, option, value)
    return opened


def _read(info: bytes, place: tuple[str, int]) -> int:
    form, offset = place
    return int(struct.unpack_from(form, info, offset)[0])
