"""What the stand-in providers of one sandbox share: settings, and the requests so far."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from gateway.sandbox.directives import Directive
from gateway.sandbox.seen import SeenRequest


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
