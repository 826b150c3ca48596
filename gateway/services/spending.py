"""Spending: keeps a token's generations within its limit of money. All sums in US dollars."""

from gateway.errors import PermissionDenied
from gateway.generation.answer import Answer
from gateway.generation.generation import Generation
from gateway.providers.chat import ChatRequest
from gateway.providers.litellm_client import LiteLLMClient
from gateway.session.allowance import Allowance


class Reservation:
    """What one generation may cost at most, reserved until it is known what it did cost."""

    def __init__(self, allowance: Allowance, most: float) -> None:
        self._allowance = allowance
        self._most = most

    def release(self) -> None:
        """The generation never began."""
        self._allowance.settle(self._most, 0.0)

    def settle(self, generation: Generation) -> None:
        """The generation has ended."""
        cost = charged_for(generation.answer(), generation.broken_attempts, self._most)
        self._allowance.settle(self._most, cost)


class SpendingService:
    """Reserves what requests can cost.

    Args:
        litellm: knows the prices.
    """

    def __init__(self, litellm: LiteLLMClient) -> None:
        self._litellm = litellm

    async def ready(self) -> None:
        """Load the prices, unless they are loaded already.

        Raises:
            GatewayError: they cannot be loaded.
        """
        await self._litellm.ready()

    def reserve(self, allowance: Allowance, request: ChatRequest) -> Reservation:
        """Reserve the most that an answer to the request can cost. Await `ready` before.

        Raises:
            PermissionDenied: nothing is left, or no price is known.
            TooManyGenerations: it does not fit beside those that run.
        """
        most = self._litellm.prices.highest_cost(request)
        if most is None:
            raise PermissionDenied(
                f"This access token has a limit of ${allowance.limit:g}, and no price is known for "
                f"an answer of {request.upstream.name}, so the limit could not be kept. Use a "
                "token without a limit for it.",
                provider=request.upstream.provider,
            )
        allowance.reserve(most)
        return Reservation(allowance, most)


def charged_for(answer: Answer, broken_attempts: int, most: float) -> float:
    """What the provider charges for a generation that has ended, as far as that can be known.

    Args:
        answer: the answer.
        broken_attempts: attempts that broke off or timed out: each may cost all.
        most: the most that one attempt can cost.
    """
    if answer.attempts == 0:
        return 0.0
    if answer.status == "done" and answer.cost_usd is None:
        broken_attempts += 1  # whole, but without a price
    return (answer.cost_usd or 0.0) + broken_attempts * most
