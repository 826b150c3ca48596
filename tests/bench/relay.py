"""`python -m tests.bench.relay <port> <base URL>`: aiohttp passing bytes on, and nothing else.

The lower limit of what a gateway on aiohttp can add: it knows no keys, no tokens and no limits.
"""

import sys

import aiohttp
from aiohttp import web

_HEADERS = ("Authorization", "Content-Type")


def relay(upstream: str) -> web.Application:
    """An application that sends each POST on to that base URL."""

    async def pass_on(request: web.Request) -> web.StreamResponse:
        headers = {name: request.headers[name] for name in _HEADERS if name in request.headers}
        url = upstream + request.path
        async with http[0].post(url, data=await request.read(), headers=headers) as reply:
            headers = {"Content-Type": reply.headers["Content-Type"]}
            response = web.StreamResponse(status=reply.status, headers=headers)
            await response.prepare(request)
            async for piece in reply.content.iter_any():
                await response.write(piece)
            await response.write_eof()
            return response

    async def begin(_app: web.Application) -> None:
        http.append(aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)))

    async def end(_app: web.Application) -> None:
        await http[0].close()

    async def ready(_request: web.Request) -> web.Response:
        return web.Response()

    http: list[aiohttp.ClientSession] = []
    app = web.Application()
    app.on_startup.append(begin)
    app.on_cleanup.append(end)
    app.router.add_get("/", ready)
    app.router.add_post("/{path:.*}", pass_on)
    return app


if __name__ == "__main__":
    web.run_app(relay(sys.argv[2]), host="127.0.0.1", port=int(sys.argv[1]), print=None)
