"""When to try again, and how long to wait.

Another attempt is made after a rate limit, an overload, a 5xx, a 409 and a broken connection. None
is made after a timeout (the person has waited long enough), after an error that will not pass, and
once a piece of the answer has been sent. A Retry-After is obeyed where the waiting budget allows,
and otherwise reported at once. Without one the wait doubles from half a second, with jitter so that
clients do not retry in step. docs/generations.md describes it for users.
"""

import random
from dataclasses import dataclass

from gateway.errors import (
    AnswerTooLarge,
    GatewayError,
    ProviderError,
    ProviderMisaddressed,
    ProviderOverloaded,
    ProviderUnreachable,
    ProviderUntrusted,
    ProxyRefused,
    RateLimited,
)

_PASSES = (RateLimited, ProviderOverloaded, ProviderError, ProviderUnreachable)
_STAYS = (AnswerTooLarge, ProviderMisaddressed, ProviderUntrusted, ProxyRefused)
FIRST_WAIT = 0.5


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often and how long.

    Args:
        attempts: attempts in all.
        budget: seconds of waiting in all.
    """

    attempts: int
    budget: float

    def wait_before_next(self, error: GatewayError, attempt: int, waited: float) -> float | None:
        """Seconds to wait before the next attempt, or None where the error stands.

        Args:
            error: what ended the attempt.
            attempt: its number, from 1.
            waited: seconds waited before earlier attempts.
        """
        passes = isinstance(error, _PASSES) and not isinstance(error, _STAYS)
        if attempt >= self.attempts or not passes:
            return None
        if error.retry_after is not None:
            wait = error.retry_after
        else:
            wait = FIRST_WAIT * 2 ** (attempt - 1) * random.uniform(0.5, 1)  # noqa: S311
        return wait if waited + wait <= self.budget else None
