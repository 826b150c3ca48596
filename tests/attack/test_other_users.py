"""Another user of the machine: it gets no answer, and what it runs on the port is no gateway."""

import asyncio
import contextlib
import json
import logging
import socket
import sys
import threading
import time
from collections.abc import Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from gateway import __version__
from gateway.folders import state_folder
from gateway.identity import peers
from gateway.identity.identity import Identity, new_challenge
from gateway.identity.state_folder import StateFolder
from gateway.install.running import ask_gateway, end_gateway, find_gateway
from gateway.install.start_report import StartReport
from tests.conftest import Tally
from tests.gateway.client import Client
from tests.gateway.conftest import StartGateway
from tests.gateway.other_user import call_as_another_user, impostor, needs_another_user
from tests.gateway.test_command_line import run

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a peer's user")

REQUESTS = {
    "health": "GET /health HTTP/1.1\r\nHost: ADDRESS\r\n\r\n",
    "challenge": f"GET /health?challenge={'A' * 43} HTTP/1.1\r\nHost: ADDRESS\r\n\r\n",
    "a page": "GET / HTTP/1.1\r\nHost: ADDRESS\r\n\r\n",
    "a session": "POST /session HTTP/1.1\r\nHost: ADDRESS\r\nContent-Length: 0\r\n\r\n",
    "no HTTP": "\x16\x03\x01\r\n\r\n",
    "nothing": "",
}


def port_of(client: Client) -> int:
    return int(client.address.rpartition(":")[2])


@linux_only
@needs_another_user
@pytest.mark.parametrize("lookup", ["kernel", "proc"])
@pytest.mark.parametrize("request_", REQUESTS.values(), ids=REQUESTS.keys())
async def test_another_user_s_connection_is_closed_unanswered(
    start_gateway: StartGateway,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    tally: Tally,
    lookup: str,
    request_: str,
) -> None:
    caplog.set_level(logging.INFO, "gateway.access")
    if lookup == "proc":
        monkeypatch.setattr(peers, "_ask_kernel", lambda local, remote: None)
    client = await start_gateway()
    sent = request_.replace("ADDRESS", client.address.removeprefix("http://"))
    for address in ("127.0.0.1", "::ffff:127.0.0.1"):
        for options in ((), ("leave",)):
            call = (call_as_another_user, address, port_of(client), sent, *options)
            tally(await asyncio.to_thread(*call) == b"")
        tally(not caplog.records)
        status, _ = await client.call("GET", "/health")
        assert status == 200
        assert len(caplog.records) == 1
        caplog.clear()


@linux_only
@needs_another_user
async def test_many_connections_of_another_user_end_none_of_ours(
    ready: Client, tally: Tally
) -> None:
    calls = [
        asyncio.to_thread(call_as_another_user, "127.0.0.1", port_of(ready), "GET / HTTP/1.1\r\n")
        for _ in range(20)
    ]
    for answered in await asyncio.gather(*calls):
        tally(answered == b"")
    tally(set((await ready.key_states()).values()) == {"valid"})


@linux_only
def test_looking_up_a_peer_is_cheap(figure: Callable[[str, str], None]) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as listening,
        socket.create_connection(listening.getsockname()) as client,
    ):
        own, peer = client.getsockname(), client.getpeername()
        started = time.perf_counter()
        for _ in range(100):
            assert peers.peer_uid(own, peer) is not None
        each = (time.perf_counter() - started) / 100
    figure("looking up the user of a connection", f"{each * 1e6:.0f} µs")
    assert each < 0.02


def health(**more: object) -> str:
    """What an impostor answers."""
    return json.dumps(
        {"status": "ok", "version": __version__, "started_at": "2026-01-01T00:00:00Z", **more}
    )


def identity_of_another_key(folder: StateFolder) -> dict[str, str]:
    key = Identity(folder)
    return {
        "public_key": key.public_key,
        "signature": key.sign(new_challenge(), "127.0.0.1", 8765),
    }


@linux_only
@pytest.mark.parametrize("says", ["nothing", "another key", "our key", "no text"])
@pytest.mark.parametrize("of", [pytest.param("another user", marks=needs_another_user), "us"])
def test_impostor_on_the_port_is_not_vouched_for(
    tmp_path_factory: pytest.TempPathFactory, tally: Tally, says: str, of: str
) -> None:
    """By status, by the native messaging host's two commands, or by an ordinary start."""
    own = Identity(StateFolder(state_folder())).public_key
    other = identity_of_another_key(StateFolder(tmp_path_factory.mktemp("other") / "state"))
    identities: dict[str, object] = {
        "nothing": None,
        "another key": other,
        "our key": other | {"public_key": own},
        "no text": {"public_key": own, "signature": 1},
    }
    with impostor(health(identity=identities[says]), of_another_user=of == "another user") as port:
        tally(ask_gateway("127.0.0.1", port) is not None)  # it does say that it is a gateway
        tally(find_gateway("127.0.0.1", port) is None)
        for command in ("run --detached", "identify"):
            done = run(*command.split(), GATEWAY_PORT=str(port))
            report = StartReport.from_json(done.stdout)
            tally(done.returncode != 0 and report.address is None and report.proof is None)
            tally("Enter no key there" in str(report.error) and report.code == "not_yours")
        done = run("status", GATEWAY_PORT=str(port))
        tally(done.returncode == 1 and "does not run" in done.stdout)
        tally("Enter no key there" in done.stdout and "another port" in done.stdout)
        tally(("another user" in done.stdout) == (of == "another user"))


async def test_relay_to_a_gateway_at_another_address_proves_nothing(
    client: Client, tally: Tally
) -> None:
    """It hands the challenge on, and the gateway's answer back; that is for another address."""

    async def hand_on(request: web.Request) -> web.Response:
        async with client.http.get(client.address + request.raw_path) as response:
            body = await response.read()
        return web.Response(body=body, headers={"Server": "Gatehouse"})

    app = web.Application()
    app.router.add_get("/health", hand_on)
    async with TestServer(app, host="127.0.0.1") as relay:
        assert relay.port is not None
        asked = await asyncio.to_thread(ask_gateway, "127.0.0.1", relay.port)
        assert asked is not None
        tally(asked.public_key is None)
        tally(await asyncio.to_thread(find_gateway, "127.0.0.1", relay.port) is None)
    own = await asyncio.to_thread(find_gateway, "127.0.0.1", port_of(client))
    assert own is not None
    assert own.public_key is not None


def test_impostor_that_drips_its_answer_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    monkeypatch.setattr("gateway.install.running._DEADLINE", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Long: ")
                while True:
                    connection.sendall(b"x")
                    time.sleep(0.01)

        dripping = threading.Thread(target=drip)
        dripping.start()
        started = time.monotonic()
        tally(ask_gateway("127.0.0.1", listening.getsockname()[1]) is None)
        tally(time.monotonic() - started < 10)
        dripping.join()


@linux_only
@needs_another_user
def test_impostor_does_not_get_a_program_of_ours_ended(
    monkeypatch: pytest.MonkeyPatch, tally: Tally
) -> None:
    """It listens on the gateway's address, a program of ours on all addresses: neither is ended."""
    with impostor(health()) as port:
        looked: list[object] = []
        monkeypatch.setattr("gateway.install.running._listening_on", looked.append)
        tally(end_gateway("127.0.0.1", port) is None)
        tally(looked == [])
