"""Running and finished generations: follow them from any point, stop them, forget them."""

import asyncio
import dataclasses
import logging
import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from gateway.errors import GatewayError, GenerationNotFound, TooManyGenerations, places_of
from gateway.generation.answer import Answer, Attempt, Ending, Notice, Piece, Retrying
from gateway.generation.attempts import Attempts, Happening
from gateway.generation.request import GenerationRequest
from gateway.generation.response_formatter import ResponseFormatter

# Bounds for one session: three providers side by side and as many again; a day's finished answers.
_MAX_RUNNING = 8
_MAX_KEPT = 64

_FINAL_EVENTS = ("done", "error")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a generation's stream. Ids count up from 1."""

    id: int
    name: str
    data: dict[str, Any]

    @property
    def final(self) -> bool:
        """Whether the stream ends here."""
        return self.name in _FINAL_EVENTS


class Generation:
    """One generation, from its start until it is forgotten."""

    def __init__(self, request: GenerationRequest) -> None:
        self.id = f"gen_{secrets.token_urlsafe(12)}"
        self.error: GatewayError | None = None
        self._formatter = ResponseFormatter(self.id, request.upstream)
        self._events: list[Event] = []
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        upstream = request.upstream
        self._publish(
            "start", {"id": self.id, "provider": upstream.provider, "model": upstream.model}
        )

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._formatter.status == "running"

    def answer(self) -> Answer:
        """The answer as it stands."""
        return self._formatter.answer()

    def start(self, happenings: AsyncGenerator[Happening, None]) -> None:
        """Let it run in a task of its own."""
        self._task = asyncio.create_task(self._run(happenings), name=self.id)

    async def stop(self) -> None:
        """End it now, the call to the provider included; what arrived so far is kept."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task])
            # A task that is cancelled before its first step never runs, not even its handlers.
            self._stopped()

    async def finished(self) -> Answer:
        """The answer, once it has ended.

        Raises:
            GatewayError: it failed.
        """
        async for _ in self.follow():
            pass
        if self.error is not None:
            raise self.error
        return self.answer()

    async def follow(
        self, after: int = 0, heartbeat: float | None = None
    ) -> AsyncIterator[Event | None]:
        """Every event from the start, or after the one of that id, until the final one.

        Any number of followers see the same events in the same order. With `heartbeat`, None comes
        after so many seconds without an event.
        """
        index = after if after <= len(self._events) else 0
        if not self.running:
            # Whoever comes back after the end is told the end.
            index = min(index, len(self._events) - 1)
        while True:
            for event in self._events[index:]:
                yield event
                if event.final:
                    return
            index = max(index, len(self._events))
            if not self.running:
                return
            try:
                async with asyncio.timeout(heartbeat):
                    await self._news.wait()
            except TimeoutError:
                yield None

    async def _run(self, happenings: AsyncGenerator[Happening, None]) -> None:
        try:
            async with aclosing(happenings) as each:
                async for happening in each:
                    self._record(happening)
        except GatewayError as error:
            self._fail(error)
        except asyncio.CancelledError:
            self._stopped()
        except Exception as error:  # noqa: BLE001 - whatever it is, followers must learn of the end
            logger.error("%s %s", self.id, places_of(error))
            self._fail(GatewayError())

    def _stopped(self) -> None:
        if self.running:
            self._formatter.stopped()
            self._publish("done", dataclasses.asdict(self.answer()))

    def _fail(self, error: GatewayError) -> None:
        self.error = error
        self._formatter.failed(error)
        self._publish("error", {"error": error.describe()})

    def _record(self, happening: Happening) -> None:
        match happening:
            case Attempt():
                self._formatter.attempt(happening)
            case Piece():
                self._formatter.piece(happening)
                if happening.reasoning:
                    self._publish("delta", {"reasoning": happening.reasoning})
                if happening.text:
                    self._publish("delta", {"text": happening.text})
            case Retrying():
                self._publish("retry", dataclasses.asdict(happening))
            case Notice():
                self._formatter.notice(happening)
                self._publish("notice", dataclasses.asdict(happening))
            case Ending():
                self._formatter.done(happening)
                self._publish("done", dataclasses.asdict(self.answer()))

    def _publish(self, name: str, data: dict[str, Any]) -> None:
        self._events.append(Event(len(self._events) + 1, name, data))
        news, self._news = self._news, asyncio.Event()
        news.set()


class GenerationJobs:
    """The generations of all sessions, each under its owner.

    Args:
        attempts: turns a request into an answer.
    """

    def __init__(self, attempts: Attempts) -> None:
        self._attempts = attempts
        self._by_owner: dict[str, dict[str, Generation]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def start(self, owner: str, request: GenerationRequest) -> Generation:
        """Begin a generation.

        Raises:
            TooManyGenerations: the owner already runs as many as it may.
        """
        own = self._by_owner.setdefault(owner, {})
        if sum(generation.running for generation in own.values()) >= _MAX_RUNNING:
            raise TooManyGenerations
        for generation in [g for g in own.values() if not g.running][: -_MAX_KEPT + 1]:
            del own[generation.id]
        generation = Generation(request)
        own[generation.id] = generation
        generation.start(self._attempts.run(request))
        return generation

    def all(self, owner: str) -> list[Generation]:
        """The owner's generations, newest first."""
        return list(self._by_owner.get(owner, {}).values())[::-1]

    def get(self, owner: str, generation_id: str) -> Generation:
        """The owner's generation of that id.

        Raises:
            GenerationNotFound: there is none.
        """
        try:
            return self._by_owner[owner][generation_id]
        except KeyError:
            raise GenerationNotFound from None

    def forget(self, owner: str) -> None:
        """The owner is gone: stop what runs and drop what it wrote."""
        for generation in self._by_owner.pop(owner, {}).values():
            if generation.running:
                task = asyncio.create_task(generation.stop())
                self._ending.add(task)
                task.add_done_callback(self._ending.discard)

    async def close(self) -> None:
        """Stop everything that runs."""
        for owner in list(self._by_owner):
            self.forget(owner)
        if self._ending:
            await asyncio.wait(self._ending)
