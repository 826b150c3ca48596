"""Finds the user's running gateway from another process, and whatever else listens on its port.

The port tells whether a gateway runs. A file that tells it would be wrong after a crash.
"""

import contextlib
import http.client
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gateway.folders import state_folder
from gateway.identity.identity import new_challenge, public_key_in, verify
from gateway.identity.peers import peer_uid
from gateway.identity.proof import read_proof
from gateway.identity.state_folder import StateFolder
from gateway.install.start_report import StartReport
from gateway.settings import SettingsError, url_of

# Imported where it is used: a start seldom needs it.
if TYPE_CHECKING:
    import psutil

_TIMEOUT = 2  # seconds without a byte on loopback
_DEADLINE = 5  # seconds for a whole answer, which an impostor may drip
_LONGEST_ANSWER = 4096
_END_TIMEOUT = 10  # seconds
_WILDCARDS = ("0.0.0.0", "::")  # noqa: S104 - looked for, not listened at


@dataclass(frozen=True)
class Running:
    """What a gateway tells about itself. It is this user's only where it has a public key."""

    version: str
    started_at: str
    public_key: str | None = None
    """Its identity's, where the gateway is of this user and has proved it."""
    of_another_user: bool = False


@dataclass(frozen=True)
class Holder:
    """The process that listens on a port."""

    pid: int
    name: str


def find_gateway(host: str, port: int) -> Running | None:
    """The user's own gateway that listens there; None where anything else answers, or nothing."""
    running = ask_gateway(host, port)
    return None if running is None or running.public_key is None else running


def ask_gateway(host: str, port: int) -> Running | None:
    """What listens there and says that it is a gateway; it may be another user's."""
    challenge = new_challenge()
    connection = http.client.HTTPConnection(host, port, timeout=_TIMEOUT)
    try:
        connection.connect()
        with _ended_after(_DEADLINE, connection.sock):
            connection.request("GET", f"/health?challenge={challenge}")
            answer = connection.getresponse()
            health = json.loads(answer.read(_LONGEST_ANSWER))
        if answer.getheader("Server") != "Gatehouse" or health["status"] != "ok":
            return None
        another = _is_another_users(connection.sock)
        proven = not another and _is_proven(health.get("identity"), challenge, host, port)
        return Running(
            str(health["version"]),
            str(health["started_at"]),
            public_key=health["identity"]["public_key"] if proven else None,
            of_another_user=another,
        )
    except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError, AttributeError):
        return None
    finally:
        connection.close()


@contextlib.contextmanager
def _ended_after(seconds: float, sock: socket.socket) -> Iterator[None]:
    """End a connection if this context lasts longer, which ends what waits for an answer."""

    def end() -> None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def report_on(running: Running, host: str, port: int) -> StartReport:
    """What the native messaging host tells the extension about the user's running gateway."""
    proof = None
    with contextlib.suppress(SettingsError):
        proof = read_proof(StateFolder(state_folder()))
    return StartReport(address=url_of(host, port), public_key=running.public_key, proof=proof)


def _is_another_users(answered_on: socket.socket | None) -> bool:
    """Whether the other end is known to be of another user; root's is no gateway of this user."""
    if answered_on is None:  # it has been closed, which a gateway does not do
        return True
    uid = peer_uid(answered_on.getsockname()[:2], answered_on.getpeername()[:2])
    return uid is not None and uid != os.getuid()


def _is_proven(identity: Any, challenge: str, host: str, port: int) -> bool:
    """Whether this answer to the challenge is by this user's key."""
    try:
        own_key = public_key_in(StateFolder(state_folder()))
    except SettingsError:  # a start of the gateway tells what is wrong with it
        return False
    match identity:
        case {"public_key": str(key), "signature": str(signature)} if key == own_key:
            return verify(key, signature, challenge, host, port)
    return False


def what_listens(host: str, port: int) -> str | None:
    """What listens there in place of the user's gateway, and what to do; None if nothing does."""
    address = url_of(host, port)
    choose = "choose another port (port in config.toml, and in the extension's options)"
    running = ask_gateway(host, port)
    holder = find_holder(host, port)
    named = f"{holder.name} (process {holder.pid})" if holder else "A program"
    if running is not None and running.of_another_user:
        return (
            f"A gateway of another user listens at {address}. Enter no key there: "
            f"{choose}, or ask that user to end it."
        )
    if running is not None and running.public_key is None:
        return (
            f"{named} listens at {address} and says that it is Gatehouse, but does not prove that "
            f"it is yours. Enter no key there. End it, or {choose}."
        )
    if holder is not None:
        return f"{named} listens there. Enter no key there: end it, or {choose}."
    with contextlib.suppress(OSError):
        socket.create_connection((host, port), _TIMEOUT).close()
        return f"A program that is not yours listens at {address}. Enter no key there: {choose}."
    return None


def find_holder(host: str, port: int) -> Holder | None:
    """The process that listens there. The system tells it for the person's own processes."""
    import psutil

    for process in _listening_on(host, port):
        with contextlib.suppress(psutil.Error):
            return Holder(process.pid, process.name())
    return None


def end_gateway(host: str, port: int) -> Holder | None:
    """End the person's gateway that listens there; gives its process, None if there was none.

    It need not prove itself: a version without identity could not, and a process of the person's
    own that says that it is a gateway may be ended.
    """
    import psutil

    running = ask_gateway(host, port)
    # Behind another user's, only a program of the person that listens on all addresses is found.
    if running is None or running.of_another_user:
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
