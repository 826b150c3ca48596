"""The three stand-ins together, from their start to their end."""

import asyncio
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self

from aiohttp import web

from .anthropic import Anthropic
from .gemini import Gemini
from .house import House
from .models import RETIRED_MODELS
from .openai import OpenAI
from .provider import StandIn
from .seen import SeenRequest

PATHS = {"openai": "/v1", "anthropic": "", "gemini": "/v1beta"}
"""What an `api_base` has after host and port, in LiteLLM's form for each provider."""


class Sandbox:
    """Three stand-in providers on 127.0.0.1, for as long as the context lasts.

    `retired` are the models that no longer exist; `ports` (openai, anthropic, gemini) may be 0 for
    any free one; `pace` is the number of seconds between two pieces of a stream.
    """

    def __init__(
        self,
        *,
        retired: frozenset[str] = RETIRED_MODELS,
        ports: tuple[int, int, int] = (0, 0, 0),
        pace: float = 0.0,
        keep_requests: int = 10_000,
    ) -> None:
        self._house = House(retired=retired, pace=pace, keep_requests=keep_requests)
        self._ports = ports
        self._runners: list[web.AppRunner] = []
        self.api_bases: dict[str, str] = {}
        """Each provider's `api_base`, once started."""

    @property
    def requests(self) -> list[SeenRequest]:
        """What has arrived so far, oldest first."""
        return self._house.requests

    def seen(self, provider: str) -> list[SeenRequest]:
        """Give what has arrived at one provider, oldest first."""
        return [request for request in self.requests if request.provider == provider]

    def forget(self) -> None:
        """Forget all requests, and begin counting `times` anew."""
        self.requests.clear()
        self._house.strikes.clear()

    async def start(self) -> None:
        """Open the three ports."""
        stand_ins: tuple[StandIn, ...] = (
            OpenAI(self._house),
            Anthropic(self._house),
            Gemini(self._house),
        )
        async with AsyncExitStack() as unless_all_open:
            unless_all_open.push_async_callback(self.close)
            for stand_in, port in zip(stand_ins, self._ports, strict=True):
                await self._open(stand_in, port)
            unless_all_open.pop_all()

    async def _open(self, stand_in: StandIn, port: int) -> None:
        # Without handler_cancellation nobody would learn that the client has left.
        runner = web.AppRunner(
            stand_in.app(), access_log=None, handler_cancellation=True, shutdown_timeout=1.0
        )
        self._runners.append(runner)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        bound = runner.addresses[0][1]
        self.api_bases[stand_in.name] = f"http://127.0.0.1:{bound}{PATHS[stand_in.name]}"

    async def close(self) -> None:
        """End what hangs, and close the ports."""
        self._house.closing.set()
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
