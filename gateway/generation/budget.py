"""Budget: what may limit the cost of a generation."""

from typing import Protocol

from gateway.generation.answer import Answer


class Budget(Protocol):
    """Money that is reserved for one generation."""

    def choose(self, candidate: str) -> None:
        """This model is about to be asked.

        Raises:
            PermissionDenied: its answer could cost more than what is left.
        """

    def allows_retry(self, *, refused: bool) -> bool:
        """Whether another attempt may be made; if so, its cost is reserved.

        Args:
            refused: whether the provider charges nothing for the attempt that failed.
        """

    def settle(self, answer: Answer, broken_attempts: int) -> None:
        """The generation has ended: what it did cost takes the place of what is reserved.

        Args:
            answer: its answer.
            broken_attempts: attempts that broke off or timed out, which may be charged.
        """
