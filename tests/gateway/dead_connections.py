"""`unshare -Urn python -m tests.gateway.dead_connections <transport> <case>`: a VPN that changes.

Two network namespaces and a cable between them: on one side the gateway, on the other a provider.
The gateway's address changes, and nothing reaches the old one any more: connections from there die
without a word. Prints what became of a call as one line of JSON.
"""

import asyncio
import json
import subprocess
import sys
import time
from typing import Any

import aiohttp
from aiohttp import web

from gateway.app import create_app
from gateway.settings import load_settings
from tests.gateway.client import GOOD_KEYS, Client, GatewayServer
from tests.gateway.scripted_upstream import DONE, chunk, openai_body
from tests.gateway.transports import TRANSPORTS, with_transport

OLD, NEW, PROVIDER, NETWORK = "10.77.0.1", "10.77.0.3", "10.77.0.2", "10.77.0.0/24"
PORT = 8000


def ip(*arguments: str) -> None:
    """Configure this namespace."""
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


async def provider() -> None:
    """The provider, until its standard input ends. The line "cut" cuts the old address off."""
    assert sys.stdin.readline() == "connected\n"
    ip("link", "set", "lo", "up")
    ip("addr", "add", f"{PROVIDER}/24", "dev", "v1")
    ip("link", "set", "v1", "up")

    async def models(_request: web.Request) -> web.Response:
        return web.json_response({"object": "list", "data": []})

    async def answer(request: web.Request) -> web.StreamResponse:
        body = await request.json()
        if not body.get("stream"):
            return web.json_response(openai_body("stop"))
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        await response.write(chunk(content="So far"))
        await asyncio.sleep(30)
        await response.write(DONE)
        return response

    app = web.Application()
    app.router.add_get("/v1/models", models)
    app.router.add_post("/v1/chat/completions", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, PROVIDER, PORT).start()
    print("ready", flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        if line.strip() == "cut":
            ip("route", "add", "blackhole", OLD)
            print("cut", flush=True)
    await runner.cleanup()


async def gateway(transport: str, case: str) -> None:
    """The gateway, and a client of it that keeps a connection to the provider warm."""
    command = [
        *("unshare", "-n", sys.executable, "-m", "tests.gateway.dead_connections"),
        "provider",
    ]
    with subprocess.Popen(  # noqa: ASYNC220 - nothing else runs yet
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        ip("link", "set", "lo", "up")
        ip("link", "add", "v0", "type", "veth", "peer", "name", "v1", "netns", str(other.pid))
        ip("addr", "add", f"{OLD}/24", "dev", "v0")
        ip("addr", "add", f"{NEW}/24", "dev", "v0")
        ip("link", "set", "v0", "up")
        other.stdin.write("connected\n")
        other.stdin.flush()
        assert other.stdout.readline() == "ready\n"

        def move() -> None:
            assert other.stdin is not None
            assert other.stdout is not None
            other.stdin.write("cut\n")
            other.stdin.flush()
            assert other.stdout.readline() == "cut\n"
            ip("route", "replace", NETWORK, "dev", "v0", "src", NEW)

        base = {"GATEWAY_OPENAI_API_BASE": f"http://{PROVIDER}:{PORT}/v1"}
        settings = load_settings({"retry_attempts": 1}, base)
        app = create_app(with_transport(settings, next(t for t in TRANSPORTS if t == transport)))
        async with (
            GatewayServer(app) as server,
            aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http,
        ):
            client = Client(http, str(server.make_url("")).rstrip("/"))
            await client.sign_in()
            assert (await client.put_key("openai", GOOD_KEYS["openai"]))[0] == 200
            print(json.dumps(await CASES[case](client, move)))
        other.stdin.close()


async def next_call(client: Client, move: Any) -> dict[str, Any]:
    """The next call finds a connection of the pool dead."""
    assert (await client.call("POST", "/generate", {"prompt": "hi"}))[0] == 200
    move()
    begun = time.monotonic()
    status, body = await client.call("POST", "/generate", {"prompt": "hi"})
    return {"seconds": time.monotonic() - begun, "status": status, "text": body.get("text")}


async def next_passed_call(client: Client, move: Any) -> dict[str, Any]:
    """The same for a call that is passed through, with a body of several packets."""
    program = await client.program()
    message = {"role": "user", "content": "x" * 20_000}
    body = {"model": "openai", "messages": [message]}
    assert (await program.call("POST", "/v1/chat/completions", body))[0] == 200
    move()
    begun = time.monotonic()
    status, answer = await program.call("POST", "/v1/chat/completions", body)
    text = answer["choices"][0]["message"]["content"] if status == 200 else None
    return {"seconds": time.monotonic() - begun, "status": status, "text": text}


async def running_answer(client: Client, move: Any) -> dict[str, Any]:
    """An answer is on its way when the connection dies."""
    generation = await client.begin("hi", provider="openai")
    while not (await client.generations())[0]["text"]:  # noqa: ASYNC110 - of another process
        await asyncio.sleep(0.05)
    move()
    begun = time.monotonic()
    while (kept := (await client.generations())[0])["status"] == "running":  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    assert kept["id"] == generation
    told = {name: kept[name] for name in ("status", "text")}
    return {"seconds": time.monotonic() - begun, **told, "error": kept["error"]["message"]}


CASES = {one.__name__: one for one in (next_call, next_passed_call, running_answer)}


if __name__ == "__main__":
    asyncio.run(provider() if sys.argv[1] == "provider" else gateway(*sys.argv[1:3]))
