"""GenerateService: from a prompt and its caller to a generation that runs."""

from dataclasses import dataclass, field

from gateway.errors import GatewayError
from gateway.generation.generation import Generation
from gateway.generation.generations import Generations
from gateway.providers.chat import ChatRequest, Message
from gateway.services.models import Model
from gateway.services.spending import SpendingService, Tally
from gateway.services.upstreams import upstream_of
from gateway.session.access_token import IssuedToken
from gateway.session.authentication import Authentication, Caller, Program


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a caller asks, and how it is to be answered; `request_id` is the HTTP request's id."""

    messages: tuple[Message, ...] = field(repr=False)
    max_tokens: int | None
    temperature: float | None
    stream: bool
    request_id: str


class GenerateService:
    """Begins generations, and finds them again.

    Args:
        authentication: checks callers again after waiting.
        generations: runs and keeps generations.
        spending: keeps a token within its limit of money.
    """

    def __init__(
        self,
        authentication: Authentication,
        generations: Generations,
        spending: SpendingService,
    ) -> None:
        self._authentication = authentication
        self._generations = generations
        self._spending = spending

    async def start(
        self, caller: Caller, prompt: Prompt, model: Model, *, shortens: bool = False
    ) -> Generation:
        """Begin a generation, with the keys as they are at this moment.

        Args:
            caller: who asks.
            prompt: what they ask.
            model: whom they ask.
            shortens: whether the answer is shortened to fit into a token's limit of money.

        Raises:
            GatewayError: the caller may not, or not now.
        """
        if isinstance(caller, Program) and caller.token.allowance.limited:
            await self._spending.ready()
        self._authentication.ensure_current(caller)
        request = _chat_request(caller, prompt, model)
        if not isinstance(caller, Program):
            return self._generations.start(caller.owner, request)
        generation = self._start_for(caller.token, request, shortens=shortens)
        caller.token.requests += 1
        return generation

    def _start_for(self, token: IssuedToken, request: ChatRequest, *, shortens: bool) -> Generation:
        """Begin a generation of a program, within its token's limit of money."""
        allowance = token.allowance
        if not allowance.limited:
            return self._generations.start(token.id, request, Tally(allowance))
        affordable = self._spending.reserve(allowance, request, shortens=shortens)
        try:
            return self._generations.start(
                token.id, affordable.request, affordable.reservation, affordable.notices
            )
        except GatewayError:
            affordable.reservation.release()
            raise

    def all(self, caller: Caller) -> list[Generation]:
        """The caller's generations, newest first."""
        return self._generations.all(caller.owner)

    def get(self, caller: Caller, generation_id: str) -> Generation:
        """The caller's generation of that id.

        Raises:
            GenerationNotFound: there is none, or it has been dropped.
        """
        return self._generations.get(caller.owner, generation_id)


def _chat_request(caller: Caller, prompt: Prompt, model: Model) -> ChatRequest:
    return ChatRequest(
        upstream=upstream_of(caller, model),
        messages=prompt.messages,
        max_tokens=prompt.max_tokens or model.provider.settings.max_tokens,
        temperature=prompt.temperature,
        stream=prompt.stream,
        id=prompt.request_id,
    )
