"""From one request to one answer: models tried in order, failures retried within the policy."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

from gateway.errors import GatewayError, ModelUnavailable
from gateway.generation.answer import Attempt, Ending, Notice, Piece, Retrying
from gateway.generation.litellm_client import LiteLLMClient
from gateway.generation.provider_errors import broken_answer
from gateway.generation.request import GenerationRequest
from gateway.generation.retry import RetryPolicy
from gateway.generation.succession import Succession, bare_model, succession_notice

Happening = Attempt | Retrying | Notice | Piece | Ending


class Attempts:
    """Turns a request into what happens until its answer is there.

    Args:
        client: asks a provider once.
        policy: when to try again.
    """

    def __init__(self, client: LiteLLMClient, policy: RetryPolicy) -> None:
        self._client = client
        self._policy = policy
        self._succession = Succession()

    async def run(self, request: GenerationRequest) -> AsyncGenerator[Happening, None]:
        """Everything that happens, in order; the last is the Ending.

        Raises:
            GatewayError: no attempt succeeded, or the one that had begun to answer broke off.
        """
        waited, number = 0.0, 1
        while True:
            answering = False
            try:
                await self._client.ready()
                async with aclosing(self._first_model_there_is(request, number)) as happenings:
                    async for happening in happenings:
                        answering = answering or isinstance(happening, Piece)
                        yield happening
                return
            except GatewayError as error:
                wait = self._policy.wait_before_next(error, number, waited)
                if answering or wait is None:
                    raise
                number += 1
                yield Retrying(number, round(wait * 1000), error.code, refused=error.refused)
            await asyncio.sleep(wait)
            waited += wait

    async def _first_model_there_is(
        self, request: GenerationRequest, number: int
    ) -> AsyncGenerator[Happening, None]:
        upstream = request.upstream
        for candidate in self._succession.candidates(upstream):
            yield Attempt(number, bare_model(candidate))
            answers = False
            try:
                async with aclosing(self._client.generate(request, candidate)) as pieces:
                    async for piece in pieces:
                        if not answers:
                            answers = True
                            self._succession.chosen(upstream, candidate)
                            if notice := succession_notice(upstream, candidate):
                                yield notice
                        yield piece
                return
            except ModelUnavailable:
                if answers:
                    raise broken_answer(upstream) from None
        error = ModelUnavailable(
            f"{upstream.name} offers neither {upstream.model} nor a successor. Name a model that "
            f"it has in config.toml: providers.{upstream.provider}.upstream_models.",
            provider=upstream.provider,
        )
        error.refused = True
        raise error
