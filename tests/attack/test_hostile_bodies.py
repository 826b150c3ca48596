"""Bodies that cost more to read than to send: refused, while others are answered."""

import asyncio
import contextlib
import io
from collections.abc import Callable, Iterator

import aiohttp
import psutil
import pytest

from gateway.json_limits import MAX_TEXT
from tests.attack.watching import MIB, Watcher, watching
from tests.conftest import Tally
from tests.gateway.client import Client
from tests.gateway.test_command_line import gateway

Running = tuple[psutil.Process, str, Watcher]


def filled(start: bytes, repeated: bytes, size: int = 32 * MIB - 100) -> bytes:
    """A body of that size, the same thing again and again."""
    return start + repeated * ((size - len(start)) // len(repeated))


# With the route that is asked, and whether a session is needed for it.
BODIES: dict[str, tuple[str, str, Callable[[], bytes], bool]] = {
    "messages that are numbers": (
        "POST", "/generate", lambda: filled(b'{"messages":[', b"0,"), True),
    "empty lists": ("POST", "/generate", lambda: filled(b'{"messages":[', b"[],"), True),
    "levels without an end": ("POST", "/generate", lambda: filled(b'{"messages":', b"["), True),
    "one string of escapes": (
        "POST", "/generate", lambda: filled(b'{"prompt":"', b"\\n") + b'","x":1}', True),
    "as many escapes as there may be": (
        "POST", "/generate",
        lambda: filled(b'{"prompt":"', b"\\n", MAX_TEXT) + b'","x":1}', True),
    "wide characters": (
        "POST", "/generate", lambda: filled('{"prompt":"😀'.encode(), b"a") + b'","x":1}', True),
    "as many wide characters as there may be": (
        "POST", "/generate",
        lambda: filled('{"prompt":"😀'.encode(), b"a", MAX_TEXT) + b'","x":1}', True),
    "unknown fields": (
        "POST", "/generate",
        lambda: b'{"prompt":"x",' + b",".join(b'"f%d":0' % n for n in range(2_000_000)) + b"}",
        True),
    "one field again and again": (
        "POST", "/generate", lambda: filled(b"{", b'"prompt":"x",'), True),
    "providers that are numbers": (
        "POST", "/tokens", lambda: filled(b'{"providers":[', b"0,", 60_000) + b"0]}", True),
    "unknown fields without a session": (
        "POST", "/session",
        lambda: b"{" + b",".join(b'"f%d":0' % n for n in range(780_000)) + b"}", False),
}  # fmt: skip


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """A gateway in a process of its own, so that its memory can be measured."""
    with gateway() as (process, address), watching(process.pid, address) as watcher:
        yield psutil.Process(process.pid), address, watcher


@pytest.mark.parametrize("name", BODIES)
async def test_hostile_body(
    running: Running,
    name: str,
    tally: Tally,
    figure: Callable[[str, str], None],
) -> None:
    process, address, watcher = running
    method, path, body, with_session = BODIES[name]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        client = Client(http, address)
        if with_session:
            await client.sign_in()
            async with asyncio.timeout(60):
                while not await is_warm(client):  # noqa: ASYNC110 - there is no event for it
                    await asyncio.sleep(0.05)
        before = process.memory_info().rss
        sent = body()
        await watcher.seen()
        status = await _status(client, method, path, sent)
        longest, most = await watcher.seen()
    grown = (most - before) / MIB
    tally(status in (400, 413, None))
    tally(grown <= 64)
    figure(f"  {name}", f"/health waits {longest * 1000:.0f} ms at most, {grown:.0f} MiB more")


async def is_warm(client: Client) -> bool:
    """Whether LiteLLM is loaded, which takes memory too."""
    _, health = await client.call("GET", "/health")
    return bool(health["litellm"] == "ready")


async def _status(client: Client, method: str, path: str, body: bytes) -> int | None:
    """The answer's status; None where the connection is closed while the body is being sent."""
    try:
        async with client.http.request(
            method,
            client.address + path,
            data=io.BytesIO(body),
            headers={**client.headers, "Content-Type": "application/json"},
        ) as response:
            return response.status
    except aiohttp.ClientError:
        return None


async def test_unfinished_bodies_hold_no_memory(
    running: Running, tally: Tally, figure: Callable[[str, str], None]
) -> None:
    """A hundred bodies of 8 MiB from clients without a session."""
    process, address, _ = running
    host, port = address.removeprefix("http://").split(":")
    before = process.memory_info().rss
    head = (
        f"POST /generate HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/json\r\n"
        f"Content-Length: {8 * MIB}\r\n\r\n"
    ).encode()
    writers = []
    most = 0
    for _ in range(100):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(head + b"{" * (MIB // 4))
        writers.append(writer)
        most = max(most, process.memory_info().rss)
    async with aiohttp.ClientSession() as http, http.get(f"{address}/health") as response:
        tally(response.status == 200)
    most = max(most, process.memory_info().rss)
    for writer in writers:
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()
    grown = (most - before) / MIB
    tally(grown <= 64)
    figure("  a hundred unfinished bodies", f"{grown:.0f} MiB more")
