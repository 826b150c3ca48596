"""Spending: keeps a token's generations within its limit of money. All sums in US dollars."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass

from gateway.errors import PermissionDenied
from gateway.generation.answer import Answer, Notice
from gateway.providers.chat import ChatRequest, ReportedUsage
from gateway.providers.litellm_client import Demand, LiteLLMClient, Prices, chat_demand
from gateway.services.models import Model
from gateway.session.allowance import Allowance

# An answer that is limited to fewer tokens than this is of no use.
_FEWEST_TOKENS = 16


class Reservation:
    """What one generation may cost at most, reserved until it is known what it did cost.

    Args:
        allowance: the token's.
        prices: what models cost.
        demand: what decides the cost.
        most: the most that the answer of its first model can cost, which is reserved already.
    """

    def __init__(self, allowance: Allowance, prices: Prices, demand: Demand, most: float) -> None:
        self._allowance = allowance
        self._prices = prices
        self._demand = demand
        self._most = most
        self._reserved = most

    def choose(self, candidate: str) -> None:
        """A model is about to be asked: a fallback model may cost more than the one before it.

        Raises:
            PermissionDenied: its answer could cost more than what is left.
        """
        most = self._prices.highest_cost(self._demand, candidate)
        assert most is not None, "a request without known prices is not begun"
        more = most - self._most
        if more > 0:
            if not self._allowance.reserve(more):
                message = _refusal(self._allowance, most, 0)
                error = PermissionDenied(message, provider=self._demand.provider)
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
        """Nothing was sent."""
        self._allowance.settle(self._reserved, 0.0)

    def spend(self, cost: float | None) -> None:
        """A request has ended; where its cost is not known, the most that it can be counts."""
        self._allowance.settle(self._reserved, self._most if cost is None else cost)

    def settle(self, answer: Answer, broken_attempts: int) -> None:
        """The generation has ended."""
        self._allowance.settle(self._reserved, charged_for(answer, broken_attempts, self._most))


class Tally:
    """Counts what a token without a limit spends, as far as its provider tells.

    Args:
        allowance: the token's.
    """

    def __init__(self, allowance: Allowance) -> None:
        self._allowance = allowance

    def choose(self, candidate: str) -> None:
        """Any model may be asked."""

    def allows_retry(self, *, refused: bool) -> bool:
        """Any attempt may be made."""
        return True

    def settle(self, answer: Answer, broken_attempts: int) -> None:
        """The generation has ended."""
        self.spend(answer.cost_usd)

    def release(self) -> None:
        """Nothing was sent."""

    def spend(self, cost: float | None) -> None:
        """A request has ended, with this cost where it is known."""
        self._allowance.settle(0.0, cost or 0.0)


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
        demand = chat_demand(request)
        most = self._most(allowance, demand, upstream.candidates, upstream.name)
        if most <= allowance.left or not shortens:
            reservation = self.reserve_demand(
                allowance, demand, upstream.candidates, name=upstream.name
            )
            return AffordableRequest(request, reservation)
        fitting = self._fitting(allowance, demand, upstream.candidates)
        # Rounding may have given one token too many.
        for max_tokens in (fitting, fitting - 1):
            shortened = dataclasses.replace(demand, max_tokens=max_tokens)
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
        affordable = dataclasses.replace(request, max_tokens=max_tokens)
        return AffordableRequest(affordable, reservation, (notice,))

    def budget(self, allowance: Allowance, demand: Demand, model: Model) -> "Reservation | Tally":
        """What a token may spend on a request. Await `ready` before.

        Raises:
            PermissionDenied: it does not fit into what is left, or no price is known.
        """
        if not is_limited(allowance, model):
            return Tally(allowance)
        return self.reserve_demand(allowance, demand, model.candidates, name=model.provider.name)

    def reserve_demand(
        self, allowance: Allowance, demand: Demand, candidates: Sequence[str], *, name: str
    ) -> Reservation:
        """Reserve the most that a request can cost, by its first model. Await `ready` before.

        Args:
            allowance: the token's.
            demand: what decides the cost.
            candidates: LiteLLM's ids of the models that may be asked.
            name: the provider's name.

        Raises:
            PermissionDenied: it does not fit into what is left, or no price is known.
        """
        most = self._most(allowance, demand, candidates, name)
        if not allowance.reserve(most):
            fitting = self._fitting(allowance, demand, candidates)
            raise PermissionDenied(_refusal(allowance, most, fitting), provider=demand.provider)
        return Reservation(allowance, self._litellm.prices, demand, most)

    def cost(self, provider_id: str, candidate: str, usage: ReportedUsage) -> float | None:
        """What a usage costs; None where no price is known. Await `ready` before."""
        return self._litellm.prices.cost(provider_id, candidate, usage)

    def _most(
        self, allowance: Allowance, demand: Demand, candidates: Sequence[str], name: str
    ) -> float:
        """The most that the first model's answer can cost.

        Raises:
            PermissionDenied: the price of one of the models is not known.
        """
        prices = self._litellm.prices
        costs = [prices.highest_cost(demand, candidate) for candidate in candidates]
        if (most := costs[0]) is None or None in costs:
            raise PermissionDenied(_no_price(allowance, name), provider=demand.provider)
        return most

    def _fitting(self, allowance: Allowance, demand: Demand, candidates: Sequence[str]) -> int:
        """The highest `max_tokens` with which an answer of any of the models would fit."""
        prices = self._litellm.prices
        return min(prices.affordable_tokens(demand, one, allowance.left) for one in candidates)


def is_limited(allowance: Allowance, model: Model) -> bool:
    """Whether a token's limit of money matters: a provider without a key is a local one."""
    return allowance.limited and model.provider.settings.needs_key


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


def _no_price(allowance: Allowance, name: str) -> str:
    return (
        f"This access token has a limit of {_dollars(allowance.limit)}, and no price is known for "
        f"an answer of {name}, so the limit could not be kept. Use a token without a "
        "limit for it."
    )


def _dollars(amount: float) -> str:
    """A sum with as many digits as say something."""
    return f"${amount:.2f}" if amount >= 1 else f"${amount:.2g}"
