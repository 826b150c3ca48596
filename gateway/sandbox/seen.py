"""The requests that a stand-in provider received, for tests of what the gateway sends."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from multidict import CIMultiDict


@dataclass(eq=False)
class SeenRequest:
    """One request. Its repr has neither headers nor body: no key, no prompt."""

    provider: str
    method: str
    path: str
    """The path with the query as it was sent, including a key in the query."""
    headers: CIMultiDict[str] = field(repr=False)
    body: Any = field(repr=False, default=None)
    """The parsed body, None where there is none or it is not JSON."""
    closed_early: bool = False
    """True when the client left before the end of the answer."""
    ended: asyncio.Event = field(repr=False, default_factory=asyncio.Event)
    """Set when the request has ended, with or without an answer."""

    async def wait_ended(self, seconds: float = 5.0) -> None:
        """Wait until the request has ended; TimeoutError after so many seconds."""
        async with asyncio.timeout(seconds):
            await self.ended.wait()
