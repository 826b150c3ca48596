"""How much of the gateway one owner may take at once, so that there is room for all others.

An owner is a session or an access token. Without these limits, a program that opens many
connections would lock out the person who gave it its token.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from gateway.errors import RateLimited
from gateway.session.authentication import Caller, Person

MAX_REQUESTS = 32
"""Requests of one owner that are answered at once, those that follow an answer included."""

MAX_LARGE_BODIES = 4
"""Large bodies of one owner that are read at once."""

Kind = Literal["person", "program", "stranger"]

# Large bodies of all owners of a kind that are read at once. Persons have their own limit only, so
# that neither programs nor strangers can use it up.
_MAX_OF_A_KIND: dict[Kind, int] = {"program": 8, "stranger": 4}


def kind_of(caller: Caller) -> Kind:
    """What kind of owner a caller is.

    A stranger is a session without a key that its provider has confirmed, or a token of one: any
    client can begin such sessions, as many as it likes.
    """
    if not caller.record.holds_checked_keys:
        return "stranger"
    return "person" if isinstance(caller, Person) else "program"


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
    def large_body(self, caller: Caller) -> Iterator[None]:
        """While one large body of this caller is read.

        Raises:
            RateLimited: the owner, or all of its kind, have as many as they may have at once.
        """
        kind = kind_of(caller)
        with _one_more(self._large_bodies, caller.owner, MAX_LARGE_BODIES, "large requests"):
            if kind == "person":
                yield
                return
            with _one_more(self._large_bodies, kind, _MAX_OF_A_KIND[kind], "large requests"):
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
