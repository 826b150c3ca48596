"""Which user has the other end of a loopback connection."""

import os
import socket
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from gateway.identity import peers
from gateway.identity.peers import NOBODY, is_own_user, peer_uid

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a peer's user")

Ends = tuple[socket.socket, socket.socket]

# The server's address, and the one that the client connects to.
PAIRS = {
    "IPv4": ("127.0.0.1",) * 2,
    "IPv6": ("::1",) * 2,
    "mapped": ("127.0.0.1", "::ffff:127.0.0.1"),
}


@pytest.fixture(params=PAIRS.values(), ids=list(PAIRS))
def ends(request: pytest.FixtureRequest) -> Iterator[Ends]:
    """The two ends of a connection: the server's and the client's."""
    listens_at, asks_at = request.param
    kinds = [socket.AF_INET6 if ":" in host else socket.AF_INET for host in (listens_at, asks_at)]
    try:
        listening = socket.create_server((listens_at, 0), family=kinds[0])
    except OSError:
        pytest.skip("this machine has no IPv6")
    with listening, socket.socket(kinds[1]) as client:
        client.bind((asks_at, 0))  # a port that no other connection has
        client.connect((asks_at, listening.getsockname()[1]))
        server, _ = listening.accept()
        with server:
            yield server, client


@pytest.fixture(params=["kernel", "proc"])
def lookup(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look up in one of the two ways alone."""
    if request.param == "proc":
        monkeypatch.setattr(peers, "_ask_kernel", lambda local, remote: None)
    else:
        monkeypatch.setattr(peers, "_search_proc", lambda local, remote: None)


def look_up(end: socket.socket) -> int | None:
    return peer_uid(end.getsockname()[:2], end.getpeername()[:2])


def test_the_other_end_s_user_is_found(ends: Ends, lookup: None) -> None:
    assert look_up(ends[0]) == os.getuid()


def test_a_closed_end_is_nobody_s(ends: Ends, lookup: None) -> None:
    server, client = ends
    own, peer = server.getsockname()[:2], server.getpeername()[:2]
    client.close()
    assert peer_uid(own, peer) == NOBODY


def test_a_listening_socket_on_the_same_port_is_not_taken_for_the_end(
    ends: Ends, lookup: None
) -> None:
    server, client = ends
    own, peer = server.getsockname()[:2], server.getpeername()[:2]
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")  # RST
    client.close()
    with socket.create_server(peer[:2], family=server.family):
        assert peer_uid(own, peer) == NOBODY


def test_nothing_is_known_where_the_system_does_not_tell(
    ends: Ends, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(peers, "_PROC", tmp_path / "absent")
    assert look_up(ends[0]) is None
    monkeypatch.setattr(peers, "_PROC", tmp_path)
    monkeypatch.setattr(peers, "_ask_kernel", lambda local, remote: None)
    assert look_up(ends[0]) is None


@pytest.mark.parametrize(
    ("uid", "own"), [(None, True), (0, True), (1000, True), (1001, False), (NOBODY, False)]
)
def test_own_user_and_root_are_answered(
    monkeypatch: pytest.MonkeyPatch, uid: int | None, own: bool
) -> None:
    getuid: Callable[[], int] = lambda: 1000  # noqa: E731
    monkeypatch.setattr(os, "getuid", getuid)
    assert is_own_user(uid) is own
