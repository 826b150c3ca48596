"""Spending: keeps a token's generations within its limit of money. All sums in US dollars."""

import dataclasses
from dataclasses import dataclass

from gateway.errors import PermissionDenied
from gateway.generation.answer import Answer, Notice
from gateway.providers.chat import ChatRequest, Upstream
from gateway.providers.litellm_client import LiteLLMClient, Prices
from gateway.session.allowance import Allowance

# An answer that is limited to fewer tokens than this is of no use.
_FEWEST_TOKENS = 16


class Reservation:
    """What one generation may cost at most, reserved until it is known what it did cost.

    Args:
        allowance: the token's.
        prices: what models cost.
        request: what is asked.
        most: the most that the answer of its first model can cost, which is reserved already.
    """

    def __init__(
        self, allowance: Allowance, prices: Prices, request: ChatRequest, most: float
    ) -> None:
        self._allowance = allowance
        self._prices = prices
        self._request = request
        self._most = most
        self._reserved = most

    def choose(self, candidate: str) -> None:
        """A model is about to be asked: a fallback model may cost more than the one before it.

        Raises:
            PermissionDenied: its answer could cost more than what is left.
        """
        upstream = self._request.upstream
        most = self._prices.highest_cost(self._request, candidate)
        assert most is not None, "a request without known prices is not begun"
        more = most - self._most
        if more > 0:
            if not self._allowance.reserve(more):
                message = _refusal(self._allowance, most, 0)
                error = PermissionDenied(message, provider=upstream.provider)
                error.refused = True  # nothing is sent, so nothing is charged
                raise error
            self._most = most
            self._reserved += more

    def allows_retry(self, *, refused: bool) -> bool:
        """Whether another attempt may be made; each that may be charged is reserved anew."""
        if refused:
            return True
        if not self._allowance.reserve(self._most):
            return False
        self._reserved += self._most
        return True

    def release(self) -> None:
        """The generation never began."""
        self._allowance.settle(self._reserved, 0.0)

    def settle(self, answer: Answer, broken_attempts: int) -> None:
        """The generation has ended."""
        self._allowance.settle(self._reserved, charged_for(answer, broken_attempts, self._most))


@dataclass(frozen=True, slots=True)
class AffordableRequest:
    """A request that fits into what is left, and the money that is reserved for it."""

    request: ChatRequest
    reservation: Reservation
    notices: tuple[Notice, ...] = ()


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

    def reserve(
        self, allowance: Allowance, request: ChatRequest, *, shortens: bool
    ) -> AffordableRequest:
        """Reserve the most that an answer to the request can cost. Await `ready` before.

        Args:
            allowance: the token's.
            request: what is asked.
            shortens: whether `max_tokens` is lowered to what fits, instead of refusing.

        Raises:
            PermissionDenied: it does not fit into what is left, or no price is known.
        """
        prices, upstream = self._litellm.prices, request.upstream
        costs = [prices.highest_cost(request, candidate) for candidate in upstream.candidates]
        if (most := costs[0]) is None or None in costs:
            raise PermissionDenied(_no_price(allowance, upstream), provider=upstream.provider)
        if allowance.reserve(most):
            return AffordableRequest(request, Reservation(allowance, prices, request, most))
        fitting = min(
            prices.affordable_tokens(request, candidate, allowance.left)
            for candidate in upstream.candidates
        )
        if not shortens:
            raise PermissionDenied(_refusal(allowance, most, fitting), provider=upstream.provider)
        # Rounding may have given one token too many.
        for max_tokens in (fitting, fitting - 1):
            shortened = dataclasses.replace(request, max_tokens=max_tokens)
            # Of all models, so that a fallback model fits as well.
            lowered = max(prices.highest_cost(shortened, one) or 0.0 for one in upstream.candidates)
            if max_tokens >= _FEWEST_TOKENS and allowance.reserve(lowered):
                break
        else:
            raise PermissionDenied(_refusal(allowance, most, fitting), provider=upstream.provider)
        notice = Notice(
            code="max_tokens_lowered",
            message=(
                f"The answer was limited to {max_tokens:,} tokens, so that this access token stays "
                f"within its limit of {_dollars(allowance.limit)}."
            ),
        )
        reservation = Reservation(allowance, prices, shortened, lowered)
        return AffordableRequest(shortened, reservation, (notice,))


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


def _refusal(allowance: Allowance, most: float, fitting: int) -> str:
    limit, left = _dollars(allowance.limit), _dollars(allowance.left)
    running = f", {_dollars(allowance.reserved)} being reserved for answers that run"
    advice = (
        f"A max_tokens of at most {fitting} would fit."
        if fitting >= _FEWEST_TOKENS
        else "Shorten the prompt, or issue a new token."
    )
    return (
        f"This answer can cost up to {_dollars(most)}, but only {left} of this access token's "
        f"limit of {limit} is left{running if allowance.reserved else ''}. {advice} The limit is "
        "the token's, not your account's."
    )


def _no_price(allowance: Allowance, upstream: Upstream) -> str:
    return (
        f"This access token has a limit of {_dollars(allowance.limit)}, and no price is known for "
        f"an answer of {upstream.name}, so the limit could not be kept. Use a token without a "
        "limit for it."
    )


def _dollars(amount: float) -> str:
    """A sum with as many digits as say something."""
    return f"${amount:.2f}" if amount >= 1 else f"${amount:.2g}"
