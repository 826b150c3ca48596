"""The gateway that runs, as seen from outside: whether it answers, and who holds a port.

There is no file that says that one runs: it would be wrong after a crash. Its port is.
"""

import contextlib
import http.client
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

# Imported where it is used: almost every start goes without it.
if TYPE_CHECKING:
    import psutil

_PATIENCE = 2  # seconds for an answer on loopback
_LONGEST_ANSWER = 4096
_TIME_TO_END = 10  # seconds
_WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - looked for, not listened at


@dataclass(frozen=True)
class Running:
    """What a gateway says of itself."""

    version: str
    started_at: str


@dataclass(frozen=True)
class Holder:
    """The process that listens on a port."""

    pid: int
    name: str


def find_gateway(host: str, port: int) -> Running | None:
    """Ask whether a gateway listens there; None where nobody, or somebody else, answers."""
    connection = http.client.HTTPConnection(host, port, timeout=_PATIENCE)
    try:
        connection.request("GET", "/health")
        answer = connection.getresponse()
        said = json.loads(answer.read(_LONGEST_ANSWER))
        if answer.getheader("Server") != "Gatehouse" or said["status"] != "ok":
            return None
        return Running(str(said["version"]), str(said["started_at"]))
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError):
        return None
    finally:
        connection.close()


def find_holder(host: str, port: int) -> Holder | None:
    """Who listens there, where the system tells: it does for the person's own processes."""
    import psutil

    for process in _listening_on(host, port):
        with contextlib.suppress(psutil.Error):
            return Holder(process.pid, process.name())
    return None


def end_gateway(host: str, port: int) -> Holder | None:
    """End the person's gateway that listens there. Gives what has ended, None if there was none."""
    import psutil

    if find_gateway(host, port) is None:
        return None
    own = psutil.Process().username()
    for process in _listening_on(host, port):
        with contextlib.suppress(psutil.Error):
            if process.username() == own:
                ended = Holder(process.pid, process.name())
                process.terminate()
                if not _falls_silent(host, port):
                    process.kill()
                return ended
    return None


def _falls_silent(host: str, port: int) -> bool:
    """Wait until nobody listens. The process may stay for longer, until its parent looks at it."""
    deadline = time.monotonic() + _TIME_TO_END
    while time.monotonic() < deadline:
        try:
            socket.create_connection((host, port), _PATIENCE).close()
        except OSError:
            return True
        time.sleep(0.05)
    return False


def _listening_on(host: str, port: int) -> "Iterator[psutil.Process]":
    """Whoever listens at this address; after these, whoever listens at every address."""
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
