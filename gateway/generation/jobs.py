"""Running and finished generations of all sessions: begin, find and forget them."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from gateway.errors import TooManyGenerations
from gateway.generation import bounds
from gateway.generation.attempts import Attempts
from gateway.generation.job import Generation, OnEnd
from gateway.generation.request import GenerationRequest


class GenerationJobs:
    """All generations, each under its owner (a session or one of its tokens), within the bounds.

    Args:
        attempts: turns a request into an answer.
        clock: tells the time.
    """

    def __init__(self, attempts: Attempts, clock: Callable[[], datetime]) -> None:
        self._attempts = attempts
        self._clock = clock
        self._by_owner: dict[str, dict[str, Generation]] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def start(
        self, owner: str, request: GenerationRequest, on_end: OnEnd | None = None
    ) -> Generation:
        """Begin a generation; `on_end` is told its end as Generation describes it.

        Raises:
            TooManyGenerations: the owner already runs as many as it may.
        """
        own = self._by_owner.setdefault(owner, {})
        if sum(generation.running for generation in own.values()) >= bounds.MAX_RUNNING:
            raise TooManyGenerations
        self._drop_oldest(own)
        generation = Generation(request, self._clock, on_end)
        own[generation.id] = generation
        generation.start(self._attempts.run(request))
        return generation

    def all(self, owner: str) -> list[Generation]:
        """The owner's generations, newest first."""
        return list(self._by_owner.get(owner, {}).values())[::-1]

    def get(self, owner: str, generation_id: str) -> Generation:
        """The owner's generation of that id.

        Raises:
            GenerationNotFound: there is none, or none any more.
        """
        try:
            return self._by_owner[owner][generation_id]
        except KeyError:
            raise bounds.not_found() from None

    def sweep(self) -> None:
        """End what has run for too long, and drop what is too old or too much."""
        for own in self._by_owner.values():
            for generation in own.values():
                if self._clock() - generation.began >= bounds.MAX_RUNNING_TIME:
                    generation.give_up()
            self._drop_oldest(own)

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

    def _drop_oldest(self, own: dict[str, Generation]) -> None:
        """Keep of the finished ones the newest, as far as the bounds allow."""
        finished = [(g.ended, g) for g in own.values() if g.ended is not None]
        finished.sort(key=lambda entry: entry[0], reverse=True)
        size, now = 0, self._clock()
        for place, (ended, generation) in enumerate(finished):
            size += generation.size
            if (
                place >= bounds.MAX_KEPT
                or size > bounds.MAX_KEPT_BYTES
                or now - ended >= bounds.MAX_KEPT_TIME
            ):
                del own[generation.id]
