"""All stand-in providers together, from start to end."""

import asyncio
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from aiohttp import web

from gateway.sandbox.registry import RETIRED_MODELS, WIRE_FORMATS
from gateway.sandbox.seen import SeenRequest
from gateway.sandbox.stand_in import StandInProvider
from gateway.sandbox.state import SandboxState
from gateway.sandbox.wire_format import WireFormat


class Sandbox:
    """A stand-in for each provider on 127.0.0.1, for as long as the context lasts.

    `retired` are the models that no longer exist; `ports` has one port for each wire format of the
    registry, 0 for any free one; `pace` is the number of seconds between two pieces of a stream.
    """

    def __init__(
        self,
        *,
        retired: frozenset[str] = RETIRED_MODELS,
        ports: tuple[int, ...] = (0,) * len(WIRE_FORMATS),
        pace: float = 0.0,
        keep_requests: int = 10_000,
    ) -> None:
        self._state = SandboxState(retired=retired, pace=pace, keep_requests=keep_requests)
        self._ports = ports
        self._runners: list[web.AppRunner] = []
        self.api_bases: dict[str, str] = {}
        """Each provider's `api_base`, once started."""

    @property
    def requests(self) -> list[SeenRequest]:
        """The requests so far, oldest first."""
        return self._state.requests

    def seen(self, provider: str) -> list[SeenRequest]:
        """Give the requests to one provider, oldest first."""
        return [request for request in self.requests if request.provider == provider]

    def forget(self) -> None:
        """Forget all requests, and begin counting `times` anew."""
        self.requests.clear()
        self._state.faults.clear()

    async def start(self) -> None:
        """Open the ports."""
        async with AsyncExitStack() as unless_all_open:
            unless_all_open.push_async_callback(self.close)
            for wire_format, port in zip(WIRE_FORMATS, self._ports, strict=True):
                await self._open(wire_format, port)
            unless_all_open.pop_all()

    async def _open(self, wire_format: WireFormat, port: int) -> None:
        # Without handler_cancellation a handler would not notice that its client has left.
        runner = web.AppRunner(
            StandInProvider(wire_format, self._state).app(),
            access_log=None,
            handler_cancellation=True,
            shutdown_timeout=1.0,
        )
        self._runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        bound = runner.addresses[0][1]
        base = f"http://127.0.0.1:{bound}{wire_format.api_base_path}"
        self.api_bases[wire_format.name] = base

    async def close(self) -> None:
        """End the requests that wait, and close the ports."""
        self._state.closing.set()
        await asyncio.gather(*(runner.cleanup() for runner in self._runners))
        self._runners.clear()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()
