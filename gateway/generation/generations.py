"""Running and finished generations of all sessions: begin, find and forget them."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from gateway.errors import TooManyGenerations
from gateway.generation import limits
from gateway.generation.answer import Notice
from gateway.generation.attempts import Attempts
from gateway.generation.budget import Budget
from gateway.generation.generation import Generation
from gateway.providers.chat import ChatRequest


@dataclass(slots=True)
class _Own:
    """What one owner has: all as they began, and the finished ones as they ended."""

    generations: dict[str, Generation] = field(default_factory=dict)
    finished: deque[Generation] = field(default_factory=deque)
    finished_size: int = 0

    @property
    def running(self) -> int:
        return len(self.generations) - len(self.finished)

    def finish(self, generation: Generation) -> None:
        self.finished.append(generation)
        self.finished_size += generation.size

    def drop_oldest(self, now: datetime) -> None:
        """Keep of the finished ones the newest, as far as the limits allow."""
        while self.finished and (
            len(self.finished) > limits.MAX_KEPT
            or self.finished_size > limits.MAX_KEPT_BYTES
            or now - (self.finished[0].ended or now) >= limits.MAX_KEPT_TIME
        ):
            oldest = self.finished.popleft()
            self.finished_size -= oldest.size
            del self.generations[oldest.id]


class Generations:
    """All generations, each under its owner (a session or one of its tokens), within the limits.

    Args:
        attempts: turns a request into an answer.
        clock: tells the time.
    """

    def __init__(self, attempts: Attempts, clock: Callable[[], datetime]) -> None:
        self._attempts = attempts
        self._clock = clock
        self._by_owner: dict[str, _Own] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def start(
        self,
        owner: str,
        request: ChatRequest,
        budget: Budget | None = None,
        notices: Sequence[Notice] = (),
    ) -> Generation:
        """Begin a generation.

        Args:
            owner: a session or one of its tokens.
            request: what is asked.
            budget: what limits its cost; it is settled at the end.
            notices: what the person should know from the start.

        Raises:
            TooManyGenerations: the owner already runs as many as it may.
        """
        own = self._by_owner.setdefault(owner, _Own())
        if own.running >= limits.MAX_RUNNING:
            raise TooManyGenerations
        own.drop_oldest(self._clock())

        def note_end(generation: Generation) -> None:
            own.finish(generation)
            if budget is not None:
                budget.settle(generation.answer(), generation.broken_attempts)

        generation = Generation(request, self._clock, note_end)
        own.generations[generation.id] = generation
        generation.start(self._attempts.run(request, budget), notices)
        return generation

    def all(self, owner: str) -> list[Generation]:
        """The owner's generations, newest first."""
        return list(self._by_owner.get(owner, _Own()).generations.values())[::-1]

    def get(self, owner: str, generation_id: str) -> Generation:
        """The owner's generation of that id.

        Raises:
            GenerationNotFound: there is none, or none any more.
        """
        try:
            return self._by_owner[owner].generations[generation_id]
        except KeyError:
            raise limits.not_found() from None

    def sweep(self) -> None:
        """End what has run for too long, and drop what is too old or too much."""
        for own in self._by_owner.values():
            for generation in own.generations.values():
                if self._clock() - generation.began >= limits.MAX_RUNNING_TIME:
                    generation.give_up()
            own.drop_oldest(self._clock())

    def forget(self, owner: str) -> None:
        """The owner has ended: stop its running generations and drop all of them."""
        for generation in self._by_owner.pop(owner, _Own()).generations.values():
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
