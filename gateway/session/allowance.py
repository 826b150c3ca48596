"""Allowance: a token's limit of money, what it has spent, and what running answers may cost."""

import math
from dataclasses import dataclass


@dataclass(slots=True)
class Allowance:
    """A sum in US dollars, for as long as its token lives.

    What an answer costs is known only at its end, so the most that it can cost is reserved before.
    `limit` is infinite where the person set none.
    """

    limit: float = math.inf
    spent: float = 0.0
    reserved: float = 0.0

    @property
    def limited(self) -> bool:
        """Whether there is a limit."""
        return self.limit < math.inf

    @property
    def left(self) -> float:
        """What is neither spent nor reserved."""
        return max(0.0, self.limit - self.spent - self.reserved)

    def reserve(self, most: float) -> bool:
        """Reserve a sum, if it fits into what is left."""
        if most > self.left:
            return False
        self.reserved += most
        return True

    def settle(self, reserved: float, cost: float) -> None:
        """Free what was reserved, and count what it did cost."""
        self.reserved = max(0.0, self.reserved - reserved)
        self.spent += cost
