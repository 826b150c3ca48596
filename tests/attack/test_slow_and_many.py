"""Slow connections, many connections and many sessions do not block a user's session."""

import asyncio
import contextlib
import select
import socket
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from gateway.sandbox import Sandbox
from gateway.web.bodies import _BODY_TIMEOUT
from gateway.web.owner_limits import MAX_LARGE_BODIES, MAX_REQUESTS
from gateway.web.server import _IDLE_TIMEOUT, _WRITE_TIMEOUT
from tests.conftest import Tally
from tests.gateway.client import Client, wait_until

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
            with contextlib.suppress(OSError):
                await writer.wait_closed()


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


UNREAD = {
    "a stream without end": (
        b"POST /generate HTTP/1.1\r\nHost: ADDRESS\r\nContent-Type: application/json\r\n"
        b"Authorization: Bearer TOKEN\r\nContent-Length: 85\r\n\r\n"
        b'{"provider":"openai","prompt":"[[sandbox: endless]] hi","stream":true,"detach":false}'
    ),
    "answers to many requests": (b"GET /openapi.json HTTP/1.1\r\nHost: ADDRESS\r\n\r\n" * 64),
}


@pytest.mark.parametrize("what", UNREAD)
async def test_client_that_does_not_read_is_closed(
    short_deadlines: None, ready: Client, tally: Tally, what: str
) -> None:
    program = await ready.program()
    address = program.address.removeprefix("http://")
    host, port = address.split(":")
    with socket.socket() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect((host, int(port)))
        request = UNREAD[what].replace(b"ADDRESS", address.encode())
        client.sendall(request.replace(b"TOKEN", str(program.bearer).encode()))
        ended = select.poll()
        ended.register(client, 0)  # hang-ups and errors alone
        await wait_until(lambda: bool(ended.poll(0)))
    tally((await ready.call("GET", "/session"))[0] == 200)
    tally(all(one["status"] != "running" for one in await ready.generations()))


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
    assert f"{_WRITE_TIMEOUT} s for a client to take what was written to it;" in page


UNFINISHED = {
    "no head": b"",
    "half a head": b"POST /generate HTTP/1.1\r\nHost: x",
    "half a body": (
        b"POST /session HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
        b"Content-Length: 5000\r\n\r\n{"
    ),
}


@pytest.mark.parametrize("path", ["/health", "/session"], ids=["a stranger", "a person"])
@pytest.mark.parametrize("name", UNFINISHED)
async def test_slow_connections_push_out_none_that_works(
    ready: Client, name: str, path: str, tally: Tally
) -> None:
    host, port = ready.address.removeprefix("http://").split(":")
    sent = UNFINISHED[name].replace(b"%s", f"{host}:{port}".encode())
    connector = aiohttp.TCPConnector(limit=1)
    async with aiohttp.ClientSession(connector=connector) as http:
        headers = ready.headers if path == "/session" else {}

        async def works() -> bool:
            async with http.get(f"{ready.address}{path}", headers=headers) as response:
                await response.read()
                return response.status == 200

        tally(await works())
        (kept,) = [one.transport for one in _connections(connector)]
        writers = []
        for number in range(300):
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(sent)
            writers.append(writer)
            if number % 50 == 0:
                await asyncio.sleep(0.05)
                tally(await works())
        tally(await works())
        # On the connection that it had all along.
        tally([one.transport for one in _connections(connector)] == [kept])
    for writer in writers:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


def _connections(connector: aiohttp.TCPConnector) -> list[Any]:
    return [protocol for pool in connector._conns.values() for protocol, _ in pool]


async def test_flood_of_sessions_leaves_the_one_with_keys(ready: Client, tally: Tally) -> None:
    flood = [Client(ready.http, ready.address) for _ in range(300)]
    for client in flood:
        await client.sign_in()
    tally(set((await ready.key_states()).values()) == {"valid"})
    alive = [(await client.call("GET", "/session"))[0] == 200 for client in flood]
    tally(sum(alive) < 64)


async def test_sessions_with_junk_end_no_session_with_keys(
    ready: Client, sandbox: Sandbox, tally: Tally
) -> None:
    """Another client begins as many sessions as it can, and puts keys into them."""
    await ready.call("PATCH", "/session", {"provider": "gemini"})
    junk = "sk-proj-restricted-0123456789abcdef"  # its provider lets it list nothing
    for _ in range(70):
        thief = Client(ready.http, ready.address)
        await thief.sign_in()
        await thief.put_key("openai", junk, allow_unverified=True)
    tally(set((await ready.key_states()).values()) == {"valid"})


async def test_sessions_with_good_keys_end_no_other(
    ready: Client, tally: Tally, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many hold a checked key: the newcomer is refused."""
    monkeypatch.setattr("gateway.session.registry.MAX_SESSIONS", 64)
    codes = Counter[int]()
    for _ in range(70):
        thief = Client(ready.http, ready.address)
        status, body = await thief.call("POST", "/session")
        codes[status] += 1
        if status == 503:
            tally(body["error"]["code"] == "too_many_sessions")
            continue
        thief.csrf_token = body["csrf_token"]
        await thief.put_key("openai")
    tally(codes[201] == 63)
    tally(set((await ready.key_states()).values()) == {"valid"})


async def test_program_cannot_lock_its_person_out(ready: Client, tally: Tally) -> None:
    """A token follows one running answer on as many connections as there may be, and more."""
    program = await ready.program()
    generation = await program.begin("[[sandbox: hang]] hi", provider="openai")
    path = f"{program.address}/generations/{generation}/events"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        statuses = Counter[int]()

        async def follow() -> None:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get(path, headers=program.headers) as response:
                    statuses[response.status] += 1
                    await response.read()

        followers = [asyncio.create_task(follow()) for _ in range(400)]
        await wait_until(lambda: statuses.total() >= 32)
        for _ in range(5):
            async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as another:
                person = Client(another, ready.address)
                person.cookie, person.csrf_token = ready.cookie, ready.csrf_token
                status, _ = await person.call("GET", "/providers")
                tally(status == 200)
        _, listed = await ready.call("GET", "/tokens")
        status, _ = await ready.call("DELETE", f"/tokens/{listed['tokens'][0]['id']}")
        tally(status == 204)
        tally(statuses[200] <= MAX_REQUESTS)
        await asyncio.wait(followers, timeout=10)
        tally(all(follower.done() for follower in followers))
        for follower in followers:
            follower.cancel()


async def test_owner_reads_few_large_bodies_at_once(ready: Client, tally: Tally) -> None:
    """Bodies of 32 MiB that never end, from one program: the person's own are read."""
    program = await ready.program()
    host, port = program.address.removeprefix("http://").split(":")
    head = (
        f"POST /generate HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
        f"Authorization: {program.headers['Authorization']}\r\nContent-Length: 30000000\r\n\r\n{{"
    )
    opened = [await asyncio.open_connection(host, int(port)) for _ in range(MAX_LARGE_BODIES + 3)]
    for _, writer in opened:
        writer.write(head.encode())
    refused = [asyncio.create_task(reader.readuntil(b"\r\n")) for reader, _ in opened]
    done, waiting = await asyncio.wait(refused, timeout=2)
    tally([b" 429 " in task.result() for task in done] == [True] * 3)
    status, _ = await ready.call("POST", "/generate", {"prompt": "hi"})
    tally(status == 200)
    for task in waiting:
        task.cancel()
    for _, writer in opened:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def test_strangers_take_no_large_bodies_of_a_person(ready: Client, tally: Tally) -> None:
    """Sessions without keys announce large bodies and send none."""
    host, port = ready.address.removeprefix("http://").split(":")
    writers = []
    for _ in range(6):
        stranger = Client(ready.http, ready.address)
        await stranger.sign_in()
        lines = "".join(f"{name}: {value}\r\n" for name, value in stranger.headers.items())
        head = (
            f"POST /generate HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
            f"{lines}Content-Length: 70000\r\n\r\n"
        )
        for _ in range(4):
            _, writer = await asyncio.open_connection(host, int(port))
            writer.write(head.encode())
            writers.append(writer)
    for _ in range(3):
        status, _ = await ready.call("POST", "/generate", {"prompt": "x" * 70_000})
        tally(status == 200)
    for writer in writers:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def test_strangers_cut_no_answer_of_a_person(ready: Client, tally: Tally) -> None:
    """Sixty sessions without keys hold connections, a few each; the person follows answers."""
    generation = await ready.begin("[[sandbox: hang]] hi", provider="openai")
    path = f"{ready.address}/generations/{generation}/events"
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        streams = [await http.get(path, headers=ready.headers) for _ in range(6)]
        strangers = []
        for _ in range(59):
            strangers.append(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))
            stranger = Client(strangers[-1], ready.address)
            with contextlib.suppress(aiohttp.ClientError):
                await stranger.sign_in()
            calls = (stranger.call("GET", "/session") for _ in range(5))
            await asyncio.gather(*calls, return_exceptions=True)
        for stream in streams:
            assert stream.connection is not None
            tally(not stream.connection.transport.is_closing())  # type: ignore[union-attr]
            await stream.content.readuntil(b"\n\n")
        await ready.call("DELETE", f"/generations/{generation}")
        for stream in streams:
            tally("event: done" in await stream.text())
        for session in strangers:
            await session.close()
