"""Sends an answer: whole, in pieces, or broken as a directive says."""

import asyncio
import os
import socket
import struct
from dataclasses import dataclass
from typing import NoReturn

from aiohttp import web

from gateway.sandbox.directives import Fault

# struct linger has two shorts on Windows, two ints elsewhere.
_NO_LINGER = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)

# Seconds between two writes: enough for a reader on the same machine to read the first.
_BETWEEN_WRITES = 0.001


class SandboxClosing(Exception):
    """The sandbox is closed while a request waits."""


@dataclass(frozen=True)
class Frames:
    """The frames of a stream."""

    opening: tuple[bytes, ...]
    pieces: tuple[bytes, ...]
    ending: tuple[bytes, ...]
    """Everything from the finish reason on."""

    @property
    def breaks_at(self) -> int:
        """How many frames are sent before a fault breaks the stream."""
        return len(self.opening) + max(1, len(self.pieces) // 2)


class Delivery:
    """Sends one answer to one request."""

    def __init__(
        self, request: web.Request, closing: asyncio.Event, headers: dict[str, str]
    ) -> None:
        self._request = request
        self._closing = closing
        self._headers = headers

    async def pause(self, seconds: float | None) -> None:
        """Wait, for ever if None; SandboxClosing if the sandbox is closed meanwhile."""
        if seconds == 0:
            return
        try:
            async with asyncio.timeout(seconds):
                await self._closing.wait()
        except TimeoutError:
            return
        raise SandboxClosing

    def reset(self) -> web.Response:
        """Reset the connection before any byte is sent."""
        drop(self._request, reset=True)
        return web.Response()

    async def plain(
        self, body: bytes, media_type: str, wait: float, fault: Fault | None
    ) -> web.StreamResponse:
        """Send an answer whole after a wait, or broken as the fault says."""
        await self.pause(wait)
        if fault is Fault.EMPTY:
            body = b""
        elif fault is Fault.TRUNCATED:
            body = body[: len(body) * 2 // 3]
        elif fault is Fault.MALFORMED:
            body = _broken(body)
        elif fault is Fault.ENDLESS:
            await self._endless((body,), await self._begin(media_type), between=0)
        response = await self._begin(media_type, length=len(body))
        if fault in {Fault.CUT, Fault.HANG_MIDWAY}:
            await response.write(body[: len(body) // 2])
            if fault is Fault.HANG_MIDWAY:
                await self.pause(None)
            drop(self._request)
            return response
        await response.write(body)
        await response.write_eof()
        return response

    async def in_two_writes(self, body: bytes, media_type: str) -> web.StreamResponse:
        """Send an answer in two writes, as a long list arrives over a network."""
        response = await self._begin(media_type)
        middle = len(body) // 2
        await response.write(body[:middle])
        await self.pause(_BETWEEN_WRITES)
        await response.write(body[middle:])
        await response.write_eof()
        return response

    async def streamed(
        self,
        frames: Frames,
        media_type: str,
        between: float,
        fault: Fault | None,
        error: bytes | None,
    ) -> web.StreamResponse:
        """Send an answer frame by frame, or broken as the fault says.

        `error` is the frame that ends the stream midway, if one does.
        """
        response = await self._begin(media_type)
        if fault is Fault.ENDLESS:
            for frame in frames.opening:
                await response.write(frame)
            await self._endless(frames.pieces, response, between)
        sent = () if fault is Fault.EMPTY else (*frames.opening, *frames.pieces, *frames.ending)
        breaks_at = frames.breaks_at
        for number, frame in enumerate(sent):
            if number == breaks_at and fault is Fault.MALFORMED:
                await response.write(_broken(frame))
                continue
            if number == breaks_at and await self._breaks(response, fault, error):
                return response
            await _write_split(response, frame)
            if number >= len(frames.opening):
                await self.pause(between)
        await response.write_eof()
        return response

    async def _endless(
        self, pieces: tuple[bytes, ...], response: web.StreamResponse, between: float
    ) -> NoReturn:
        while True:
            for piece in pieces:
                await response.write(piece)
                # A write does not yield while the client reads; other tasks must run too.
                await asyncio.sleep(between)
            if self._closing.is_set():
                raise SandboxClosing

    async def _begin(self, media_type: str, length: int | None = None) -> web.StreamResponse:
        response = web.StreamResponse(headers={**self._headers, "Content-Type": media_type})
        if length is not None:
            response.content_length = length
        await response.prepare(self._request)
        return response

    async def _breaks(
        self, response: web.StreamResponse, fault: Fault | None, error: bytes | None
    ) -> bool:
        """End the stream here if the fault says so, and tell whether it did."""
        if fault is Fault.HANG_MIDWAY:
            await self.pause(None)
        if fault is Fault.CUT:
            drop(self._request)
            return True
        if error is not None:
            await response.write(error)
        if error is not None or fault is Fault.TRUNCATED:
            await response.write_eof()
            return True
        return False


def drop(request: web.Request, reset: bool = False) -> None:
    """Close the connection of the request with FIN, or with RST."""
    transport = request.transport
    if transport is None:
        return
    if not reset:
        transport.close()
        return
    # Lingering for zero seconds makes the kernel send RST instead of FIN.
    connection = transport.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()


async def _write_split(response: web.StreamResponse, frame: bytes) -> None:
    """Write a frame in two TCP writes, split within a character of several bytes if it has one."""
    inside = next((i for i, byte in enumerate(frame) if byte & 0xC0 == 0x80), None)
    if inside is None:
        await response.write(frame)
        return
    await response.write(frame[:inside])
    await asyncio.sleep(0)
    await response.write(frame[inside:])


def _broken(frame: bytes) -> bytes:
    """Drop the last third of a frame's JSON, but not the line ends after it."""
    content = frame.rstrip(b"\r\n")
    return content[: len(content) * 2 // 3] + frame[len(content) :]
