"""Finds a running gateway from another process, and the process that listens on a port.

The port tells whether a gateway runs. A file that tells it would be wrong after a crash.
"""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

# Imported where it is used: a start seldom needs it.
if TYPE_CHECKING:
    import psutil

_TIMEOUT = 2  # seconds for an answer on loopback
_LONGEST_ANSWER = 4096
_END_TIMEOUT = 10  # seconds
_WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - looked for, not listened at


@dataclass(frozen=True)
class Running:
    """What a gateway tells about itself."""

    version: str
    started_at: str


@dataclass(frozen=True)
class Holder:
    """The process that listens on a port."""

    pid: int
    name: str


def find_gateway(host: str, port: int) -> Running | None:
    """Ask whether a gateway listens there; None if nothing or another program answers."""
    connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        health = json.loads(answer.read(_LONGEST_ANSWER))
        if answer.getheader("Server") != "Gatehouse" or health["status"] != "ok":
            return None
        return Running(str(health["version"]), str(health["started_at"]))
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        return None
    finally:
        connection.close()


def find_holder(host: str, port: int) -> Holder | None:
    """The process that listens there. The system tells it for the person's own processes."""
    import psutil

    for process in _listening_on(host, port):
        with contextlib.suppress(psutil.Error):
            return Holder(process.pid, process.name())
    return None


def end_gateway(host: str, port: int) -> Holder | None:
    """End the person's gateway that listens there; gives its process, None if there was none."""
    import psutil

    if find_gateway(host, port) is None:
        return None
    own = psutil.Process().username()
    for process in _listening_on(host, port):
        with contextlib.suppress(psutil.Error):
            if process.username() == own:
                ended = Holder(process.pid, process.name())
                process.terminate()
                if not _stops_listening(host, port):
                    process.kill()
                return ended
    return None


def _stops_listening(host: str, port: int) -> bool:
    """Wait until nothing listens. The process itself may stay as a zombie of its parent."""
    deadline = time.monotonic() + _END_TIMEOUT
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port), _TIMEOUT).close()
        except OSError:
            return True
        time.sleep(0.05)
    return False


def _listening_on(host: str, port: int) -> "Iterator[psutil.Process]":
    """The processes that listen on this address, then those that listen on all addresses."""
    import psutil

    addresses = {info[4][0] for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    everywhere = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            for connection in process.net_connections("tcp"):
                if connection.status != psutil.CONN_LISTEN or connection.laddr.port != port:
                    continue
                if connection.laddr.ip in addresses:
                    yield process
                    break
                if connection.laddr.ip in _WILDCARDS:
                    everywhere.append(process)
                    break
    yield from everywhere
