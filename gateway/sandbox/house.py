"""What the three stand-ins of one sandbox share."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

from .directives import Directive
from .seen import SeenRequest


@dataclass
class House:
    """Settings, and the memory of what has happened."""

    retired: frozenset[str]
    pace: float
    """Seconds between two pieces of a stream."""
    keep_requests: int
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    requests: list[SeenRequest] = field(default_factory=list)
    strikes: Counter[tuple[str, str]] = field(default_factory=Counter)

    def record(self, seen: SeenRequest) -> None:
        """Keep a request, and forget the oldest beyond the bound."""
        self.requests.append(seen)
        if len(self.requests) > self.keep_requests:
            del self.requests[: len(self.requests) - self.keep_requests]

    def strikes_now(self, provider: str, prompt: str, directive: Directive) -> bool:
        """Count a request against `times`, and say whether its fault strikes."""
        times = directive.number("times")
        if times is None:
            return True
        self.strikes[provider, prompt] += 1
        return self.strikes[provider, prompt] <= times
