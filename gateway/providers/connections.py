"""Connections that notice when their other side is gone without a word: after sleep, or a new VPN.

By itself a connection waits for an answer as long as its call allows. On Linux it is told here what
the other side has acknowledged, and given up when that stays out.
"""

import errno
import socket
import struct
import sys
import weakref
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.client_reqrep import ClientRequest, ConnectionKey
from aiohttp.connector import Connection

# Milliseconds for which what was sent may stay without an acknowledgement.
_UNACKNOWLEDGED = 4_000

# Seconds of silence before the other side is asked whether it is there, and between two questions.
_IDLE, _INTERVAL, _QUESTIONS = 4, 2, 2

# bytes_acked in struct tcp_info, see include/uapi/linux/tcp.h
_BYTES_ACKED = 120

# What other systems have for TCP_USER_TIMEOUT, in seconds: TCP_RXT_CONNDROPTIME and TCP_MAXRT.
_DROP_OPTIONS = {"darwin": 0x80, "win32": 5}


class WatchedSocket(socket.socket):
    """Remembers how much of what it sent had been acknowledged when it was closed."""

    acked: int | None = None
    gives_up = False

    def close(self) -> None:
        """Close the socket."""
        if self.fileno() >= 0:
            self.acked = _acked(self)
        super().close()


@dataclass(slots=True)
class UsedConnection:
    """The connection that a request was sent over."""

    socket: WatchedSocket | None = None
    acked_before: int | None = None

    def took_nothing(self, error: BaseException) -> bool:
        """Whether the other side has acknowledged nothing of the request until it was given up."""
        timed_out = isinstance(error, OSError) and error.errno == errno.ETIMEDOUT
        if not timed_out or self.socket is None or self.acked_before is None:
            return False
        return self.socket.acked == self.acked_before


USED: ContextVar[UsedConnection] = ContextVar("USED")
"""Set by who sends a request, and filled in by the connector."""


class WatchedConnector(aiohttp.TCPConnector):
    """A pool of connections, each of which is given up when its other side is gone."""

    def __init__(self) -> None:
        self._by_number: weakref.WeakValueDictionary[int, WatchedSocket] = (
            weakref.WeakValueDictionary()
        )
        super().__init__(limit=0, socket_factory=self._open_socket)

    async def connect(
        self,
        req: ClientRequest,
        traces: list[Any],
        timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109 - aiohttp's method has it
    ) -> Connection:
        """A connection of the pool, or a new one."""
        connection = await super().connect(req, traces, timeout)
        transport = connection.transport
        opened = transport.get_extra_info("socket") if transport is not None else None
        watched = None if opened is None else self._by_number.get(opened.fileno())
        if watched is not None:
            if not watched.gives_up:
                _give_up_early(watched)
                watched.gives_up = True
            if (used := USED.get(None)) is not None:
                used.socket, used.acked_before = watched, _acked(watched)
        return connection

    def drop_idle(self) -> None:
        """Close the connections that nobody uses: they lead where this machine no longer is."""
        idle: dict[ConnectionKey, Any] = self._conns
        for waiting in list(idle.values()):
            for protocol, _ in waiting:
                protocol.close()
        idle.clear()

    def _open_socket(self, address: Any) -> socket.socket:
        family, kind, protocol, _, _ = address
        opened = WatchedSocket(family, kind, protocol)
        _ask_when_idle(opened)
        self._by_number[opened.fileno()] = opened
        return opened


def _ask_when_idle(opened: socket.socket) -> None:
    opened.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (
        ("TCP_KEEPIDLE", _IDLE),
        ("TCP_KEEPALIVE", _IDLE),  # macOS' name for the same
        ("TCP_KEEPINTVL", _INTERVAL),
        ("TCP_KEEPCNT", _QUESTIONS),
    ):
        if (option := getattr(socket, name, None)) is not None:
            opened.setsockopt(socket.IPPROTO_TCP, option, value)


def _give_up_early(opened: socket.socket) -> None:
    """Not before it is open: a handshake may take longer."""
    if sys.platform == "linux":
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNACKNOWLEDGED)
    elif sys.platform in _DROP_OPTIONS:
        seconds = _UNACKNOWLEDGED // 1000
        opened.setsockopt(socket.IPPROTO_TCP, _DROP_OPTIONS[sys.platform], seconds)


def _acked(opened: socket.socket) -> int | None:
    """How many bytes the other side has acknowledged; None where the system does not tell."""
    if sys.platform != "linux":
        return None
    try:
        told = opened.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 256)
        return int(struct.unpack_from("=Q", told, _BYTES_ACKED)[0])
    except (OSError, struct.error):
        return None
