"""TranslateService: a chat in OpenAI's terms for a provider that has no such API, by LiteLLM."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from typing import Any

from gateway.errors import GatewayError, ModelUnavailable
from gateway.generation.fallback import FallbackModels
from gateway.providers.chat import ReportedUsage, Upstream, model_name
from gateway.providers.error_mapping import broken_off, content_blocked, gateway_error
from gateway.providers.failures import CallFailed, Untranslatable
from gateway.providers.litellm_client import (
    AnswerShape,
    AnthropicShape,
    LiteLLMClient,
    TranslatedPiece,
)
from gateway.providers.native_apis import NATIVE_APIS
from gateway.providers.native_apis.openai import CHAT_COMPLETIONS
from gateway.providers.wire_formats import WireFormats
from gateway.services.models import Model
from gateway.services.running_calls import RunningCalls
from gateway.services.spending import Reservation, SpendingService, Tally
from gateway.services.upstreams import upstream_of
from gateway.session.authentication import Authentication, Program

Json = Mapping[str, Any]


class TranslateService:
    """Asks providers in OpenAI's terms.

    Args:
        authentication: checks callers again after waiting.
        spending: keeps a token within its limit of money.
        litellm: translates.
        formats: know how an answer ends.
        fallback: knows which models are retired.
        running: keeps what runs.
    """

    def __init__(
        self,
        authentication: Authentication,
        spending: SpendingService,
        litellm: LiteLLMClient,
        formats: WireFormats,
        fallback: FallbackModels,
        running: RunningCalls,
    ) -> None:
        self._authentication = authentication
        self._spending = spending
        self._litellm = litellm
        self._formats = formats
        self._fallback = fallback
        self._running = running

    def from_anthropic(self, body: Json, model: Model) -> AnthropicShape:
        """A request to Anthropic's API in OpenAI's terms. LiteLLM must be ready.

        Raises:
            InvalidRequest: it cannot be translated.
        """
        candidate = self._first(model)
        try:
            return AnthropicShape(body, candidate, model_name(candidate))
        except Untranslatable as failure:
            raise gateway_error(failure, model.provider.id, model.provider.name) from None

    def supported(self, model: Model) -> frozenset[str]:
        """What of OpenAI's parameters the model can be asked with. LiteLLM must be ready."""
        return self._litellm.supported_parameters(self._first(model))

    def _first(self, model: Model) -> str:
        """The model that is asked first."""
        return self._fallback.remaining(model.provider.settings.api_base, model.candidates)[0]

    async def chat(
        self, caller: Program, model: Model, parameters: Json, shape: AnswerShape
    ) -> AsyncGenerator[Json, None]:
        """The answer in that shape: one object, or with `stream` one for each piece.

        Args:
            caller: who asks.
            model: whom they ask.
            parameters: what they ask in OpenAI's terms, of what the model supports.
            shape: whose answers it is to look like.

        Raises:
            GatewayError: the caller may not, or there is no answer, or it broke off.
        """
        await self._spending.ready()
        self._authentication.ensure_current(caller)
        upstream = upstream_of(caller, model)
        if model.provider.settings.max_tokens is not None:
            parameters = {"max_tokens": model.provider.settings.max_tokens, **parameters}
        demand = NATIVE_APIS["openai"].demand(parameters, CHAT_COMPLETIONS, model.provider.id)
        budget = self._spending.budget(caller.token.allowance, demand, model)
        caller.token.requests += 1
        with self._running.noted(caller.owner):
            async with aclosing(self._answer(upstream, parameters, shape, budget)) as pieces:
                async for piece in pieces:
                    yield piece

    async def _answer(
        self,
        upstream: Upstream,
        parameters: Json,
        shape: AnswerShape,
        budget: "Reservation | Tally",
    ) -> AsyncGenerator[Json, None]:
        """The answer of the first model that the provider has; what it costs is counted."""
        usage: ReportedUsage | None = None
        candidates = self._fallback.remaining(upstream.api_base, upstream.candidates)
        candidate = candidates[0]
        ended = refused = False
        try:
            for candidate in candidates:
                budget.choose(candidate)
                asked = self._pieces(upstream, candidate, parameters, shape)
                began = False
                try:
                    async with aclosing(asked) as pieces:
                        async for piece in pieces:
                            if not began:
                                began = True
                                self._fallback.remember(
                                    upstream.api_base, upstream.candidates, candidate
                                )
                            usage = piece.usage or usage
                            yield piece.content
                    ended = True
                    return
                except ModelUnavailable:
                    if began or candidate == candidates[-1]:
                        raise
        except GatewayError as error:
            refused = error.refused
            raise
        finally:
            if refused:
                budget.release()
            else:
                # A program that leaves before the end has asked for all of it.
                known = usage if ended or isinstance(budget, Tally) else None
                cost = None
                if known is not None:
                    cost = self._spending.cost(upstream.provider, candidate, known)
                budget.spend(cost)

    async def _pieces(
        self, upstream: Upstream, candidate: str, parameters: Json, shape: AnswerShape
    ) -> AsyncGenerator[TranslatedPiece, None]:
        """The answer of one model; none of it comes before it is known to be one."""
        identity = (upstream.provider, upstream.name)
        held: list[TranslatedPiece] = []
        try:
            wire_format = self._formats.of_model(candidate)
            read_ending = wire_format.finish_reason if wire_format else None
            translated = self._litellm.translate(
                upstream, candidate, parameters, shape, read_ending
            )
            async with aclosing(translated) as pieces:
                async for piece in pieces:
                    held.append(piece)
                    if not piece.says_something:
                        if piece.finish_reason is None:
                            continue
                        if piece.finish_reason == "content_filter":
                            raise content_blocked(*identity)
                        if not parameters.get("stream"):
                            raise broken_off(*identity)  # LiteLLM makes up an empty answer
                    for one in held:
                        yield one
                    held.clear()
        except CallFailed as failure:
            raise gateway_error(failure, *identity) from None
