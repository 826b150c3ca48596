"""One generation, from its start until it is forgotten: follow it from any point, stop it."""

import asyncio
import copy
import dataclasses
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from datetime import datetime
from typing import Any

from gateway.errors import GatewayError, places_of
from gateway.generation import bounds
from gateway.generation.answer import Answer, Attempt, Ending, Notice, Piece, Retrying
from gateway.generation.attempts import Happening
from gateway.generation.request import GenerationRequest
from gateway.generation.response_formatter import ResponseFormatter
from gateway.generation.transcript import Event, Kind, Transcript

OnEnd = Callable[["Generation"], None]

# Seconds for which a burst of pieces may keep its followers, and everybody else, waiting.
_LONGEST_TURN = 0.001

# Events that a follower is given at once.
_LARGEST_BATCH = 100

logger = logging.getLogger(__name__)


class Generation:
    """One generation. Of its request it keeps neither the key nor the prompt.

    Args:
        request: what is asked.
        clock: tells the time.
        on_end: called with the generation, once, when it has ended in whatever way.
    """

    def __init__(
        self,
        request: GenerationRequest,
        clock: Callable[[], datetime],
        on_end: OnEnd,
    ) -> None:
        upstream = request.upstream
        self.id = f"gen_{secrets.token_urlsafe(12)}"
        self.began = clock()
        self.ended: datetime | None = None
        self._clock = clock
        self._on_end = on_end
        self._request_id = request.id
        self._provider = (upstream.provider, upstream.name)
        self._transcript = Transcript()
        self._formatter = ResponseFormatter(self.id, request, self._transcript)
        self._error: GatewayError | None = None
        self._given_up: GatewayError | None = None
        self.broken = 0
        """How many attempts broke off, for which the provider may charge."""
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        start = {"id": self.id, "provider": upstream.provider, "model": upstream.model}
        self._publish("start", lambda: start)

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.ended is None

    @property
    def size(self) -> int:
        """How many bytes its answer occupies."""
        return self._transcript.size

    @property
    def error(self) -> GatewayError | None:
        """Why it failed, to be raised: each time a new one, for a raised one holds its frames."""
        return copy.copy(self._error)

    def answer(self) -> Answer:
        """The answer as it stands."""
        return self._formatter.answer()

    def start(self, happenings: AsyncGenerator[Happening, None]) -> None:
        """Let it run in a task of its own."""
        self._task = asyncio.create_task(self._run(happenings), name=self.id)
        self._task.add_done_callback(self._let_go)

    async def stop(self) -> None:
        """End it now, the call to the provider included; what arrived so far is kept."""
        if self._task is not None and self.running:
            self._task.cancel()
            await asyncio.wait([self._task])

    def give_up(self) -> None:
        """End it because it has run for too long; what arrived so far is kept."""
        if self._task is not None:
            self._given_up = bounds.too_slow(*self._provider)
            self._task.cancel()

    async def finished(self) -> Answer:
        """The answer, once it has ended.

        Raises:
            GatewayError: it failed.
        """
        while self.running:
            await self._news.wait()
        if error := self.error:
            raise error
        return self.answer()

    async def opened(self, names: Sequence[str]) -> None:
        """Wait for the first event of one of these names.

        Raises:
            GatewayError: it is the error that the generation ended with.
        """
        async with aclosing(self.follow()) as batches:
            async for batch in batches:
                for event in batch:
                    if event.name == "error" and (error := self.error):
                        raise error
                    if event.name in names:
                        return

    async def follow(
        self, after: int = 0, heartbeat: float | None = None
    ) -> AsyncGenerator[Sequence[Event], None]:
        """Every event from the start, or after the one of that id, until the final one.

        Those that are there already come together. Any number of followers see the same events in
        the same order. With `heartbeat`, none come after so many seconds without an event.
        """
        index = after if after <= len(self._transcript) else 0
        if not self.running:
            # Whoever comes back after the end is told the end.
            index = min(index, len(self._transcript) - 1)
        while True:
            while index < len(self._transcript):
                end = min(len(self._transcript), index + _LARGEST_BATCH)
                batch = [self._transcript[place] for place in range(index, end)]
                index = end
                yield batch
                if batch[-1].final:
                    return
            try:
                async with asyncio.timeout(heartbeat):
                    await self._news.wait()
            except TimeoutError:
                yield ()

    async def _run(self, happenings: AsyncGenerator[Happening, None]) -> None:
        try:
            async with aclosing(happenings) as each:
                turn_ends = 0.0  # the first words are handed on at once
                async for happening in each:
                    self._record(happening)
                    if isinstance(happening, Piece) and time.monotonic() > turn_ends:
                        await asyncio.sleep(0)
                        turn_ends = time.monotonic() + _LONGEST_TURN
        except GatewayError as error:
            self._fail(error)
        except asyncio.CancelledError:
            self._broken_off()
        except Exception as error:  # noqa: BLE001 - whatever it is, followers must learn of the end
            logger.error("%s %s %s", self._request_id, self.id, places_of(error))
            self._fail(GatewayError())

    def _let_go(self, _task: asyncio.Task[None]) -> None:
        """The task has ended. What it holds, the key among it, must not outlive it."""
        self._task = None
        # A task that is cancelled before its first step never runs, not even its handlers.
        self._broken_off()

    def _broken_off(self) -> None:
        if not self.running:
            return
        if self._given_up is not None:
            self._fail(self._given_up)
        else:
            self.broken += 1
            self._formatter.stopped()
            self._end("done", self._whole)

    def _fail(self, error: GatewayError) -> None:
        if not self.running:
            return
        self._error = copy.copy(error)
        self.broken += not error.refused
        self._formatter.failed(self._error)
        self._end("error", lambda: {"error": self.answer().error})

    def _record(self, happening: Happening) -> None:
        match happening:
            case Attempt():
                self._formatter.attempt(happening)
            case Piece():
                self._formatter.piece()
                self._write("reasoning", happening.reasoning)
                self._write("text", happening.text)
            case Retrying():
                self.broken += not happening.refused
                told = {"attempt": happening.attempt, "wait_ms": happening.wait_ms}
                self._publish("retry", lambda: {**told, "code": happening.code})
            case Notice():
                self._formatter.notice(happening)
                self._publish("notice", lambda: dataclasses.asdict(happening))
            case Ending():
                self._formatter.done(happening)
                self._end("done", self._whole)

    def _write(self, kind: Kind, text: str) -> None:
        piece = text.encode()
        room = max(0, bounds.MAX_ANSWER_BYTES - self.size)
        kept = piece if len(piece) <= room else piece[:room].decode(errors="ignore").encode()
        if kept:
            self._transcript.add_piece(kind, kept)
            self._tell_followers()
        if len(kept) < len(piece):
            raise bounds.too_large(*self._provider)

    def _whole(self) -> dict[str, Any]:
        return dataclasses.asdict(self.answer())

    def _end(self, event: str, data: Callable[[], dict[str, Any]]) -> None:
        self.ended = self._clock()
        self._publish(event, data)
        self._on_end(self)

    def _publish(self, event: str, data: Callable[[], dict[str, Any]]) -> None:
        self._transcript.add(event, data)
        self._tell_followers()

    def _tell_followers(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
