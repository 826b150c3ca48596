"""Answers one request, or fails as its directive says."""

from dataclasses import dataclass
from functools import cached_property

from aiohttp import web

from gateway.sandbox.answers import Answer, Question, compose, tokenise
from gateway.sandbox.api import Api
from gateway.sandbox.calls import Call
from gateway.sandbox.delivery import Delivery
from gateway.sandbox.directives import BEFORE_MODEL, DELIVERY, Directive, Fault, parse
from gateway.sandbox.errors import Failure, RetryAfter
from gateway.sandbox.json_schema import InvalidSchemaError
from gateway.sandbox.models import Model, Models
from gateway.sandbox.state import SandboxState
from gateway.sandbox.tools import ToolDirectiveError, calls_due
from gateway.sandbox.wire_format import WireFormat

_SLOW_MS = 50.0
_LONGEST_WAIT = 1.0
"""Seconds that an answer takes at most if it is not streamed and no directive slows it down."""


@dataclass(frozen=True)
class Exchange:
    """A valid request with a good key."""

    wire_format: WireFormat
    api: Api
    models: Models
    state: SandboxState
    delivery: Delivery
    key: str
    call: Call

    @cached_property
    def directive(self) -> Directive:
        """The directives of the turn."""
        return parse(*self.call.turn.prompts)

    async def run(self) -> web.StreamResponse:
        """Answer, or fail as the prompt's directive says."""
        errors = self.wire_format.errors
        if self.directive.unknown:
            raise errors.invalid(f"Unknown in a sandbox directive: {self.directive.unknown}")
        await self.delivery.pause((self.directive.number("wait_ms") or 0) / 1000)
        model = self.models.get(self.call.model)
        fault = self._fault(model)
        if fault is Fault.HANG:
            await self.delivery.pause(None)
        if fault is Fault.RESET:
            return self.delivery.reset()
        if fault is not None:
            self._raise_reply(fault, model)
        if model is None:
            raise errors.model_gone(self.call.model)
        return await self._answer(model, fault)

    def _fault(self, model: Model | None) -> Fault | None:
        """Give the fault that applies, if any: most do not apply to a retired model."""
        fault = self.directive.fault_for(self.call.model)
        if fault is None or (model is None and fault not in BEFORE_MODEL):
            return None
        due = self.state.fault_is_due(self.wire_format.name, self.directive)
        return fault if due else None

    def _raise_reply(self, fault: Fault, model: Model | None) -> None:
        """Raise the fault's reply, unless the fault occurs within an answer."""
        if fault in DELIVERY or fault is Fault.CONTENT_FILTERED:
            return
        if fault is Fault.ERROR_MIDWAY and self.call.stream:
            return
        limit = (model or self.wire_format.models[0]).input_limit
        failure = Failure(
            fault=fault,
            key=self.key,
            model=self.call.model,
            input_tokens=limit + len(tokenise(self.call.input_text)),
            input_limit=limit,
            retry_after=RetryAfter.asked(self.directive),
            stream=self.call.stream,
        )
        reply = self.wire_format.errors.reply(failure)
        if reply is not None:
            raise reply

    async def _answer(self, model: Model, fault: Fault | None) -> web.StreamResponse:
        call = self.call
        answer = self._compose(model)
        raises = fault is Fault.ERROR_MIDWAY or (
            fault is Fault.OUTPUT_BLOCKED and self.wire_format.filter_raises
        )
        if fault is Fault.CONTENT_BLOCKED:
            answer = answer.refused()
        elif fault in {Fault.CONTENT_FILTERED, Fault.OUTPUT_BLOCKED} and not raises:
            answer = answer.broken_off()
        if not call.stream:
            body = self.wire_format.encode(self.api.answer_body(call, model, answer))
            between = self._between()
            wait = min(_LONGEST_WAIT, self.state.pace * answer.piece_count)
            if between is not None:
                wait = between * answer.piece_count
            return await self.delivery.plain(body, self.wire_format.content_type, wait, fault)
        frames = self.api.frames(call, model, answer)
        number = frames.breaks_at
        error = self.api.error_frame(call, fault, number) if raises and fault else None
        between = self._between()
        pace = self.state.pace if between is None else between
        return await self.delivery.streamed(frames, call.media_type, pace, fault, error)

    def _compose(self, model: Model) -> Answer:
        call = self.call
        try:
            return compose(
                Question(
                    sample_answer=self.wire_format.sample_answer,
                    directive=self.directive,
                    input_text=call.input_text,
                    max_tokens=call.max_tokens,
                    thinks=model.thinks,
                    shows_thinking=call.shows_thinking,
                    calls=calls_due(self.directive, call.turn, call.offer),
                    made=call.turn.made,
                    schema=call.schema,
                    stop=call.stop,
                    pictures=call.pictures,
                    files=call.files,
                )
            )
        except (InvalidSchemaError, ToolDirectiveError) as error:
            raise self.wire_format.errors.invalid(str(error)) from error

    def _between(self) -> float | None:
        """Give the seconds between two pieces, if the prompt has a directive for them."""
        delay = self.directive.number("delay_ms")
        if delay is None and "slow" in self.directive.modifiers:
            delay = _SLOW_MS
        return None if delay is None else delay / 1000
