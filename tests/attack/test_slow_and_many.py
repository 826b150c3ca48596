"""Slow connections, many connections and many sessions do not block a user's session."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from gateway.web.bodies import _BODY_TIMEOUT
from gateway.web.server import _IDLE_TIMEOUT
from tests.conftest import Tally
from tests.gateway.client import Client

SLOW = {
    "no byte at all": b"",
    "a head that never ends": b"GET /health HTTP/1.1\r\nHost: ADDRESS\r\nX-Slow: ",
    "a body that never comes": (
        b"POST /generate HTTP/1.1\r\nHost: ADDRESS\r\nContent-Type: application/json\r\n"
        b"Content-Length: 1000\r\n\r\n{"
    ),
    "a session that is never begun": (
        b"POST /session HTTP/1.1\r\nHost: ADDRESS\r\nContent-Type: application/json\r\n"
        b"Content-Length: 1000\r\n\r\n{"
    ),
}


@asynccontextmanager
async def slow_connections(client: Client, count: int, start: bytes) -> AsyncIterator[None]:
    """Hold connections that have sent the beginning of a request and send no more."""
    address = client.address.removeprefix("http://")
    host, port = address.split(":")
    opened = [await asyncio.open_connection(host, int(port)) for _ in range(count)]
    try:
        for _, writer in opened:
            writer.write(start.replace(b"ADDRESS", address.encode()))
        yield
    finally:
        for _, writer in opened:
            writer.close()


@pytest.mark.parametrize("start", SLOW.values(), ids=SLOW.keys())
async def test_five_hundred_slow_connections(ready: Client, tally: Tally, start: bytes) -> None:
    async with slow_connections(ready, 500, start):
        for _ in range(5):
            status, answer = await ready.call("POST", "/generate", {"prompt": "hi"})
            tally((status, answer["status"]) == (200, "done"))


@pytest.mark.parametrize("what", SLOW)
async def test_slow_connections_are_closed(
    short_deadlines: None, client: Client, tally: Tally, what: str
) -> None:
    address = client.address.removeprefix("http://")
    host, port = address.split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(SLOW[what].replace(b"ADDRESS", address.encode()))
    async with asyncio.timeout(20):
        answer = await reader.read()
    writer.close()
    tally(answer == b"" or b" 401 " in answer or b" 400 " in answer)


async def test_body_with_a_session_has_a_deadline_too(
    short_deadlines: None, session: Client, tally: Tally
) -> None:
    async def stuck() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(10)

    headers = {**session.headers, "Content-Type": "application/json"}
    async with session.http.post(
        f"{session.address}/generate", data=stuck(), headers=headers
    ) as response:
        body = await response.json()
    tally((response.status, body["error"]["code"]) == (400, "invalid_request"))


def test_deadlines_are_those_that_people_read() -> None:
    page = (Path(__file__).parents[2] / "SECURITY.md").read_text("utf-8")
    assert _IDLE_TIMEOUT == _BODY_TIMEOUT
    assert f"| {_IDLE_TIMEOUT} s for a head, for a body and for an idle connection;" in page


async def test_flood_of_sessions_leaves_the_one_with_keys(ready: Client, tally: Tally) -> None:
    flood = [Client(ready.http, ready.address) for _ in range(300)]
    for client in flood:
        await client.sign_in()
    tally(set((await ready.key_states()).values()) == {"valid"})
    alive = [(await client.call("GET", "/session"))[0] == 200 for client in flood]
    tally(sum(alive) < 64)
