"""From one request to one answer: models tried in order, failures retried within the policy."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from gateway.errors import GatewayError, ModelUnavailable
from gateway.generation.answer import Attempt, Notice, Progress, Retrying
from gateway.generation.budget import Budget
from gateway.generation.fallback import FallbackModels
from gateway.generation.retry import RetryPolicy
from gateway.providers.chat import ChatRequest, Piece, Upstream, model_name
from gateway.providers.chat_client import ChatClient
from gateway.providers.error_mapping import broken_off


class Attempts:
    """Runs requests.

    Args:
        client: asks a provider once.
        policy: when to try again.
        fallback: knows which models are retired.
    """

    def __init__(self, client: ChatClient, policy: RetryPolicy, fallback: FallbackModels) -> None:
        self._client = client
        self._policy = policy
        self._fallback = fallback

    async def run(
        self, request: ChatRequest, budget: Budget | None = None
    ) -> AsyncGenerator[Progress, None]:
        """Everything that happens, in order; the last is the Ending.

        With `budget`, an attempt is made only if it allows for it.

        Raises:
            GatewayError: no attempt succeeded, or the one that had begun to answer broke off.
        """
        waited, number = 0.0, 1
        while True:
            answering = False
            try:
                await self._client.ready()
                available = self._first_available_model(request, number, budget)
                async with aclosing(available) as progress:
                    async for event in progress:
                        answering = answering or isinstance(event, Piece)
                        yield event
                return
            except GatewayError as error:
                wait = self._policy.wait_before_next(error, number, waited)
                if answering or wait is None:
                    raise
                if budget is not None and not budget.allows_retry(refused=error.refused):
                    raise
                number += 1
                yield Retrying(number, round(wait * 1000), error.code, refused=error.refused)
            await asyncio.sleep(wait)
            waited += wait

    async def _first_available_model(
        self, request: ChatRequest, number: int, budget: Budget | None
    ) -> AsyncGenerator[Progress, None]:
        upstream = request.upstream
        for candidate in self._fallback.remaining(upstream.api_base, upstream.candidates):
            if budget is not None:
                budget.choose(candidate)
            yield Attempt(number, model_name(candidate))
            answers = False
            try:
                async with aclosing(self._client.ask(request, candidate)) as pieces:
                    async for piece in pieces:
                        if not answers:
                            answers = True
                            self._fallback.remember(
                                upstream.api_base, upstream.candidates, candidate
                            )
                            if candidate != upstream.candidates[0]:
                                yield _fallback_notice(upstream, candidate)
                        yield piece
                return
            except ModelUnavailable:
                if answers:
                    raise broken_off(upstream.provider, upstream.name) from None
        error = ModelUnavailable(
            f"{upstream.name} offers neither {upstream.model} nor a fallback model. Name a model "
            f"that it has in config.toml: providers.{upstream.provider}.upstream_models.",
            provider=upstream.provider,
        )
        error.refused = True
        raise error


def _fallback_notice(upstream: Upstream, candidate: str) -> Notice:
    return Notice(
        code="model_succeeded",
        message=(
            f"{upstream.name} no longer offers {upstream.model}; "
            f"its fallback model {model_name(candidate)} answered."
        ),
    )
