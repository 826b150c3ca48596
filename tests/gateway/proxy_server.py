"""Proxies as a person may have one: HTTP, SOCKS 4a and SOCKS 5. All lead to one upstream."""

import asyncio
import base64
import contextlib
import struct
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass
class ProxyServer:
    """A proxy that tells the versions by their first byte.

    Args:
        upstream: host and port to which everything leads, whatever is asked for.
        status: with which every request is refused; None for none.
        user: `name:password` that it wants; None for nobody's.
    """

    upstream: tuple[str, int]
    status: int | None = None
    user: str | None = None
    asked: list[str] = field(default_factory=list)
    """Where its clients wanted to go."""
    port: int = 0

    async def handle(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Serve one connection."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            first = await reader.readexactly(1)
            if first == b"\x05":
                await self._socks5(reader, writer)
            elif first == b"\x04":
                await self._socks4(reader, writer)
            else:
                await self._http(first, reader, writer)
        writer.close()

    async def _http(self, first: bytes, reader: StreamReader, writer: StreamWriter) -> None:
        head = first + await reader.readuntil(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        method, target, version = line.decode().split(" ")
        self.asked.append(target)
        wanted = self.user and f"basic {base64.b64encode(self.user.encode()).decode()}".lower()
        refused = 407 if wanted and wanted not in head.decode().lower() else self.status
        if refused is not None:
            page = b"<html>refused</html>"
            writer.write(b"HTTP/1.1 %d No\r\nContent-Length: %d\r\n\r\n" % (refused, len(page)))
            writer.write(page)
            await writer.drain()
            return
        to, back = await asyncio.open_connection(*self.upstream)
        if method == "CONNECT":
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        else:
            path = "/" + target.split("/", 3)[3]
            back.write(f"{method} {path} {version}\r\n".encode() + rest)
        await _tunnel(reader, writer, to, back)

    async def _socks5(self, reader: StreamReader, writer: StreamWriter) -> None:
        methods = await reader.readexactly((await reader.readexactly(1))[0])
        writer.write(b"\x05\x02" if self.user else b"\x05\x00")
        if self.user:
            assert 2 in methods
            await reader.readexactly(1)
            name = await reader.readexactly((await reader.readexactly(1))[0])
            password = await reader.readexactly((await reader.readexactly(1))[0])
            fits = f"{name.decode()}:{password.decode()}" == self.user
            writer.write(b"\x01\x00" if fits else b"\x01\x01")
            if not fits:
                return
        _, _, _, kind = await reader.readexactly(4)
        if kind == 1:
            host = ".".join(map(str, await reader.readexactly(4)))
        else:
            host = (await reader.readexactly((await reader.readexactly(1))[0])).decode()
        (port,) = struct.unpack("!H", await reader.readexactly(2))
        self.asked.append(f"{host}:{port}")
        to, back = await asyncio.open_connection(*self.upstream)
        writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")
        await _tunnel(reader, writer, to, back)

    async def _socks4(self, reader: StreamReader, writer: StreamWriter) -> None:
        _, port = struct.unpack("!BH", await reader.readexactly(3))
        address = await reader.readexactly(4)
        await reader.readuntil(b"\0")
        host = ".".join(map(str, address))
        if address[:3] == b"\0\0\0":
            host = (await reader.readuntil(b"\0"))[:-1].decode()
        self.asked.append(f"{host}:{port}")
        to, back = await asyncio.open_connection(*self.upstream)
        writer.write(b"\x00\x5a" + b"\0" * 6)
        await _tunnel(reader, writer, to, back)


@asynccontextmanager
async def proxying(proxy: ProxyServer) -> AsyncIterator[ProxyServer]:
    """The proxy while the context lasts."""
    server = await asyncio.start_server(proxy.handle, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    async with server:
        yield proxy
        server.close()


async def _tunnel(
    reader: StreamReader, writer: StreamWriter, to: StreamReader, back: StreamWriter
) -> None:
    async def copy(source: StreamReader, sink: StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(65536):
                sink.write(data)
                await sink.drain()
        sink.close()

    await asyncio.gather(copy(reader, back), copy(to, writer))
