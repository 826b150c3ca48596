"""What a stand-in provider was sent, kept so that tests can say what left the gateway."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from multidict import CIMultiDict


@dataclass(eq=False)
class SeenRequest:
    """One request as it arrived. Its repr shows neither headers nor body: no key, no prompt."""

    provider: str
    method: str
    path: str
    """Path with the query, as on the wire; a key in the query is left in."""
    headers: CIMultiDict[str] = field(repr=False)
    body: Any = field(repr=False, default=None)
    """The parsed JSON body; None where there was none or it was no JSON."""
    closed_early: bool = False
    """True when the client left before the answer was whole."""
    ended: asyncio.Event = field(repr=False, default_factory=asyncio.Event)
    """Set as soon as the stand-in is done with the request, in whatever way."""

    async def wait_ended(self, seconds: float = 5.0) -> None:
        """Wait until the stand-in is done with this request; TimeoutError if it is not in time."""
        async with asyncio.timeout(seconds):
            await self.ended.wait()
