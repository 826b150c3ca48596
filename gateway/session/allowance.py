"""Allowance: a token's limit of money, what it has spent, and what running answers may cost."""

from dataclasses import dataclass

from gateway.errors import PermissionDenied, TooManyGenerations


@dataclass(slots=True)
class Allowance:
    """A sum in US dollars, for as long as its token lives.

    What an answer costs is known only at its end. So each answer first reserves the most that it
    can cost, and answers that run at once must fit into the sum together. An answer that runs alone
    may begin while anything is left, so the sum can be exceeded by one answer at most.
    """

    limit: float
    spent: float = 0.0
    reserved: float = 0.0
    running: int = 0

    def reserve(self, most: float) -> None:
        """Begin an answer that costs `most` at the most.

        Raises:
            PermissionDenied: everything is spent.
            TooManyGenerations: it does not fit beside those that are being written.
        """
        if self.spent >= self.limit:
            raise PermissionDenied(
                f"This access token has spent its limit of ${self.limit:g}. The limit is the "
                "token's, not your account's: issue a new token to go on."
            )
        if self.running and self.spent + self.reserved + most > self.limit:
            raise TooManyGenerations(
                f"Beside what is being written, one more answer may exceed this access token's "
                f"limit of ${self.limit:g}. Wait for an answer, or send a smaller max_tokens."
            )
        self.reserved += most
        self.running += 1

    def settle(self, most: float, cost: float) -> None:
        """End an answer that had reserved `most`, and cost something else."""
        self.running -= 1
        self.reserved = self.reserved - most if self.running else 0.0
        self.spent += cost
