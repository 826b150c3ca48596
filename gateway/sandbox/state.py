"""What the stand-in providers of one sandbox share: settings, and the requests so far."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from aiohttp import web

from gateway.sandbox.directives import Directive
from gateway.sandbox.errors import Json
from gateway.sandbox.seen import SeenRequest

_MOST_RESPONSES = 1000


@dataclass
class SandboxState:
    """One per sandbox."""

    retired: frozenset[str]
    pace: float
    """Seconds between two pieces of a stream."""
    keep_requests: int
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    requests: list[SeenRequest] = field(default_factory=list)
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)
    """How often a provider has received a directive whose fault has a `times`."""
    responses: dict[str, list[Json]] = field(default_factory=dict)
    """The items of each stored response, with all that came before it (OpenAI); of a message, one
    request with all that came before it and the message itself (Anthropic)."""

    def record(self, seen: SeenRequest) -> None:
        """Keep a request, and drop the oldest ones above `keep_requests`."""
        self.requests.append(seen)
        if len(self.requests) > self.keep_requests:
            del self.requests[: len(self.requests) - self.keep_requests]

    def fault_is_due(self, provider: str, directive: Directive) -> bool:
        """Count a request with a fault, and say whether `times` is not reached yet."""
        times = directive.number("times")
        if times is None:
            return True
        self.faults[provider, directive.source] += 1
        return self.faults[provider, directive.source] <= times

    def remember_response(self, id_: str, items: list[Json]) -> None:
        """Keep a response, and drop the oldest one above a limit."""
        self.responses[id_] = items
        if len(self.responses) > _MOST_RESPONSES:
            del self.responses[next(iter(self.responses))]

    def item(self, id_: str) -> Json | None:
        """Find an item of any stored response by its id."""
        kept = (item for items in reversed(self.responses.values()) for item in items)
        return next((item for item in kept if item.get("id") == id_), None)


STATE = web.AppKey("STATE", SandboxState)
"""Where a stand-in's application has the state, for the APIs that need it."""
