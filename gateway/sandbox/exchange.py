"""One request for an answer and what comes of it: the answer, or the fault that was asked for."""

from typing import TYPE_CHECKING

from aiohttp import web

from . import directives
from .answers import Question, compose, tokenise
from .calls import Call
from .delivery import Delivery
from .directives import FRONT_DOOR, TRANSPORT, Fault
from .errors import Trouble, Wait
from .house import House
from .models import CATALOGUE, Model

if TYPE_CHECKING:
    from .provider import StandIn

_SLOW_MS = 50.0
_PATIENCE = 1.0
"""Seconds that a plain answer takes at most where nobody asked for slowness."""


class Exchange:
    """The way of one request, once its key and its body have been found good."""

    def __init__(
        self, stand_in: "StandIn", house: House, delivery: Delivery, key: str, call: Call
    ) -> None:
        self._stand_in = stand_in
        self._house = house
        self._delivery = delivery
        self._key = key
        self._call = call
        self._directive = directives.parse(call.prompt)

    async def run(self) -> web.StreamResponse:
        """Answer, or fail as the prompt's directive wants."""
        errors = self._stand_in.errors
        if self._directive.unknown:
            raise errors.invalid(f"Unknown in a sandbox directive: {self._directive.unknown}")
        await self._delivery.pause((self._directive.number("wait_ms") or 0) / 1000)
        model = self._stand_in.living.get(self._call.model)
        fault = self._fault(model)
        if fault is Fault.HANG:
            await self._delivery.pause(None)
        if fault is Fault.RESET:
            return self._delivery.reset()
        if fault is not None:
            self._raise_reply(fault, model)
        if model is None:
            raise errors.model_gone(self._call.model)
        return await self._answer(model, fault)

    def _fault(self, model: Model | None) -> Fault | None:
        """Say which fault strikes, if any: a retired model is gone before most of them could."""
        fault = self._directive.fault_for(self._call.model)
        if fault is None or (model is None and fault not in FRONT_DOOR):
            return None
        strikes = self._house.strikes_now(self._stand_in.name, self._call.prompt, self._directive)
        return fault if strikes else None

    def _raise_reply(self, fault: Fault, model: Model | None) -> None:
        """Raise the fault's reply, unless the fault shows only within an answer."""
        if fault in TRANSPORT or fault is Fault.CONTENT_FILTERED:
            return
        if fault is Fault.ERROR_MIDWAY and self._call.stream:
            return
        limit = (model or CATALOGUE[self._stand_in.name][0]).input_limit
        trouble = Trouble(
            fault=fault,
            key=self._key,
            model=self._call.model,
            input_tokens=limit + len(tokenise(self._call.input_text)),
            input_limit=limit,
            wait=Wait.asked(self._directive),
            stream=self._call.stream,
        )
        reply = self._stand_in.errors.of(trouble)
        if reply is not None:
            raise reply

    async def _answer(self, model: Model, fault: Fault | None) -> web.StreamResponse:
        call = self._call
        question = Question(
            provider=self._stand_in.name,
            directive=self._directive,
            input_text=call.input_text,
            max_tokens=call.max_tokens,
            thinks=model.thinks,
            shows_thinking=call.shows_thinking,
        )
        answer = compose(question)
        raises = fault is Fault.ERROR_MIDWAY or (
            fault is Fault.OUTPUT_BLOCKED and self._stand_in.filter_raises
        )
        if fault is Fault.CONTENT_BLOCKED:
            answer = answer.refused()
        elif fault in {Fault.CONTENT_FILTERED, Fault.OUTPUT_BLOCKED} and not raises:
            answer = answer.broken_off()
        if not call.stream:
            body = self._stand_in.encode(self._stand_in.whole(model, answer))
            between = self._between()
            wait = min(_PATIENCE, self._house.pace * len(answer.pieces))
            if between is not None:
                wait = between * len(answer.pieces)
            return await self._delivery.plain(body, self._stand_in.plain_type, wait, fault)
        frames = self._stand_in.frames(call, model, answer)
        error = self._stand_in.error_frame(call, fault) if raises and fault else None
        between = self._between()
        pace = self._house.pace if between is None else between
        return await self._delivery.streamed(frames, call.media_type, pace, fault, error)

    def _between(self) -> float | None:
        """Give the seconds between two pieces that the prompt asks for."""
        delay = self._directive.number("delay_ms")
        if delay is None and "slow" in self._directive.steers:
            delay = _SLOW_MS
        return None if delay is None else delay / 1000
