"""Providers that are slow, but there: they are waited for as long as a call allows."""

import asyncio
import io
import json

import pytest
from aiohttp import web

from gateway.providers.connections import _PATIENCE
from tests.gateway.conftest import StartGateway, settings_for
from tests.gateway.scripted_upstream import ScriptedUpstream
from tests.gateway.test_odd_upstreams import start_with
from tests.gateway.transports import on_both_transports

ANSWER = (
    b'{"id": "c", "object": "chat.completion", "created": 1, "model": "m", '
    b'"choices": [{"index": 0, "message": {"role": "assistant", "content": "So far"}, '
    b'"finish_reason": "stop"}]}'
)


async def test_pause_within_a_large_request(start_gateway: StartGateway) -> None:
    """As of a proxy that looks at uploads: it acknowledges, and does not read on for a while."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        body = b'{"object": "list", "data": []}'
        if b"POST" in head:
            await asyncio.sleep(_PATIENCE + 2)
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            body = ANSWER
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body)
        )
        writer.write(body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, limit=2**16)
    port = server.sockets[0].getsockname()[1]
    async with server:
        settings = settings_for({"openai": f"http://127.0.0.1:{port}/v1"}, retry_attempts=1)
        client = await start_gateway(settings)
        await client.sign_in()
        assert (await client.put_key("openai"))[0] == 200
        program = await client.program()
        message = {"role": "user", "content": "x" * 12_000_000}
        body = json.dumps({"model": "openai", "messages": [message]}).encode()
        async with program.http.post(
            f"{program.address}/v1/chat/completions",
            data=io.BytesIO(body),
            headers={**program.headers, "Content-Type": "application/json"},
        ) as response:
            told = await response.json()
        assert (response.status, told["choices"][0]["message"]["content"]) == (200, "So far")
        server.close()


@on_both_transports
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
@pytest.mark.parametrize("provider", ["openai", "anthropic", "gemini"])
async def test_client_leaves_while_an_error_arrives(
    start_gateway: StartGateway, provider: str, stream: bool
) -> None:
    arrived, ended = asyncio.Event(), asyncio.Event()

    async def unfinished(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(status=429, headers={"Content-Type": "application/json"})
        await response.prepare(request)
        await response.write(b'{"error": {')
        arrived.set()
        try:
            while request.transport and not request.transport.is_closing():  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        finally:
            ended.set()
        return response

    async with ScriptedUpstream({"": unfinished}) as upstream:
        client = await start_with(start_gateway, upstream, retry_attempts=1)
        body = {"prompt": "hi", "provider": provider, "stream": stream}
        asking = asyncio.create_task(client.call("POST", "/generate", body))
        async with asyncio.timeout(5):
            await arrived.wait()
        asking.cancel()
        async with asyncio.timeout(1):
            await ended.wait()
