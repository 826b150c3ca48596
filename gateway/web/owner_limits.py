"""How much of the gateway one owner may take at once, so that there is room for all others.

An owner is a session or an access token. Without it, a program that opens connection after
connection would lock out the person who gave it its token.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from gateway.errors import RateLimited

MAX_REQUESTS = 32
"""Requests of one owner that are answered at once, those that follow an answer included."""

MAX_LARGE_BODIES = 4
"""Large bodies of one owner that are read at once; of all owners, four times as many."""


class OwnerLimits:
    """Counts what each owner takes at this moment."""

    def __init__(self) -> None:
        self._requests = Counter[str]()
        self._large_bodies = Counter[str]()

    @contextmanager
    def request(self, owner: str) -> Iterator[None]:
        """While one request of this owner is answered.

        Raises:
            RateLimited: the owner has as many as it may have at once.
        """
        with _one_more(self._requests, owner, MAX_REQUESTS, "requests"):
            yield

    @contextmanager
    def large_body(self, owner: str) -> Iterator[None]:
        """While one large body of this owner is read.

        Raises:
            RateLimited: the owner, or all owners together, have as many as they may have at once.
        """
        if self._large_bodies.total() >= 4 * MAX_LARGE_BODIES:
            raise RateLimited("Too many large requests are being read at once. Try again.")
        with _one_more(self._large_bodies, owner, MAX_LARGE_BODIES, "large requests"):
            yield


@contextmanager
def _one_more(counts: Counter[str], owner: str, limit: int, what: str) -> Iterator[None]:
    if counts[owner] >= limit:
        raise RateLimited(f"No more than {limit} {what} at once. Wait until one has ended.")
    counts[owner] += 1
    try:
        yield
    finally:
        counts[owner] -= 1
        if not counts[owner]:
            del counts[owner]
