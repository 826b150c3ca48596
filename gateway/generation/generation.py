"""Generation: one request while it runs and until it is dropped. Follow it, stop it."""

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
from gateway.generation import limits
from gateway.generation.answer import Answer, Notice, Progress, Retrying
from gateway.generation.event_log import Event, Kind
from gateway.generation.response_formatter import ResponseFormatter
from gateway.generation.state import GenerationState
from gateway.providers.chat import ChatRequest, Ending, Piece
from gateway.providers.error_mapping import answer_too_large

OnEnd = Callable[["Generation"], None]

# Seconds for which a burst of pieces may keep followers, and all other tasks, waiting.
_LONGEST_TURN = 0.001

# Events that a follower is given at once.
_LARGEST_BATCH = 100

logger = logging.getLogger(__name__)


class Generation:
    """One generation.

    Args:
        request: what is asked; only its names are kept.
        clock: tells the time.
        on_end: called with the generation, once, when it has ended.
    """

    def __init__(
        self,
        request: ChatRequest,
        clock: Callable[[], datetime],
        on_end: OnEnd,
    ) -> None:
        upstream = request.upstream
        self._clock = clock
        self._on_end = on_end
        self._state = GenerationState(
            id=f"gen_{secrets.token_urlsafe(12)}",
            provider=upstream.provider,
            provider_name=upstream.name,
            model=upstream.model,
            request_id=request.id,
            created_at=clock().replace(microsecond=0),
        )
        self._formatter = ResponseFormatter()
        self._given_up: GatewayError | None = None
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        start = {"id": self.id, "provider": upstream.provider, "model": upstream.model}
        self._publish("start", lambda: start)

    @property
    def id(self) -> str:
        """The generation's id."""
        return self._state.id

    @property
    def began(self) -> datetime:
        """When it began."""
        return self._state.created_at

    @property
    def ended(self) -> datetime | None:
        """When it ended; None while it runs."""
        return self._state.ended_at

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self._state.status == "running"

    @property
    def size(self) -> int:
        """How many bytes its answer takes."""
        return self._state.log.size

    @property
    def broken_attempts(self) -> int:
        """How many attempts broke off, for which the provider may charge."""
        return self._state.broken_attempts

    @property
    def error(self) -> GatewayError | None:
        """Why it failed, as a new copy to be raised: a raised error keeps its frames."""
        return copy.copy(self._state.error)

    def answer(self) -> Answer:
        """The answer as it stands."""
        return self._formatter.answer(self._state)

    def start(
        self, progress: AsyncGenerator[Progress, None], notices: Sequence[Notice] = ()
    ) -> None:
        """Let it run in a task of its own, with notices that are known from the start."""
        for notice in notices:
            self._record(notice)
        self._task = asyncio.create_task(self._run(progress), name=self.id)
        self._task.add_done_callback(self._release_task)

    async def stop(self) -> None:
        """End it now, the call to the provider included; what arrived so far is kept."""
        if self._task is not None and self.running:
            self._task.cancel()
            await asyncio.wait([self._task])

    def give_up(self) -> None:
        """End it because it has run for too long; what arrived so far is kept."""
        if self._task is not None:
            self._given_up = limits.too_slow(self._state.provider, self._state.provider_name)
            self._task.cancel()

    async def finished(self) -> Answer:
        """The answer, once it has ended.

        Raises:
            GatewayError: it failed.
        """
        while self.running:
            await self._news.wait()
        self._raise_error()
        return self.answer()

    async def opened(self, names: Sequence[str]) -> None:
        """Wait for the first event of one of these names.

        Raises:
            GatewayError: it is the error that the generation ended with.
        """
        async with aclosing(self.follow()) as batches:
            async for batch in batches:
                for event in batch:
                    if event.name == "error":
                        self._raise_error()
                    if event.name in names:
                        return

    async def follow(
        self, after: int = 0, heartbeat: float | None = None
    ) -> AsyncGenerator[Sequence[Event], None]:
        """Every event from the start, or after the one of that id, until the final one.

        Events that exist already come together. Any number of followers see the same events in the
        same order. With `heartbeat`, an empty batch comes after so many seconds without an event.
        """
        log = self._state.log
        index = after if after <= len(log) else 0
        if not self.running:
            # A follower who comes back after the end still needs the final event.
            index = min(index, len(log) - 1)
        while True:
            while index < len(log):
                end = min(len(log), index + _LARGEST_BATCH)
                batch = [log[place] for place in range(index, end)]
                index = end
                yield batch
                if batch[-1].final:
                    return
            try:
                async with asyncio.timeout(heartbeat):
                    await self._news.wait()
            except TimeoutError:
                yield ()

    def _raise_error(self) -> None:
        # Not by way of a local variable: the frame would hold the error, and the error the frame.
        if self._state.error is not None:
            raise copy.copy(self._state.error)

    async def _run(self, progress: AsyncGenerator[Progress, None]) -> None:
        try:
            async with aclosing(progress) as events:
                turn_ends = 0.0  # the first piece is handed on at once
                async for event in events:
                    self._record(event)
                    if isinstance(event, Piece) and time.monotonic() > turn_ends:
                        await asyncio.sleep(0)
                        turn_ends = time.monotonic() + _LONGEST_TURN
        except GatewayError as error:
            self._fail(error)
        except asyncio.CancelledError:
            self._cancelled()
        except Exception as error:  # noqa: BLE001 - followers must learn of the end in any case
            logger.error("%s %s %s", self._state.request_id, self.id, places_of(error))
            self._fail(GatewayError())

    def _release_task(self, _task: asyncio.Task[None]) -> None:
        """The task has ended. What it holds, the key included, must not outlive it."""
        self._task = None
        # A task that is cancelled before its first step never runs, not even its handlers.
        self._cancelled()

    def _cancelled(self) -> None:
        if not self.running:
            return
        if self._given_up is not None:
            self._fail(self._given_up)
        else:
            self._state.end("stopped", self._clock())
            self._publish_end("done")

    def _fail(self, error: GatewayError) -> None:
        if self.running:
            self._state.end("failed", self._clock(), copy.copy(error))
            self._publish_end("error")

    def _record(self, event: Progress) -> None:
        self._state.apply(event)
        match event:
            case Piece():
                self._write("reasoning", event.reasoning)
                self._write("text", event.text)
            case Retrying():
                data = {"attempt": event.attempt, "wait_ms": event.wait_ms, "code": event.code}
                self._publish("retry", lambda: data)
            case Notice():
                self._publish("notice", lambda: dataclasses.asdict(event))
            case Ending():
                self._state.end("done", self._clock())
                self._publish_end("done")

    def _write(self, kind: Kind, text: str) -> None:
        piece = text.encode()
        room = max(0, limits.MAX_ANSWER_BYTES - self.size)
        kept = piece if len(piece) <= room else piece[:room].decode(errors="ignore").encode()
        if kept:
            self._state.log.add_piece(kind, kept)
            self._wake_followers()
        if len(kept) < len(piece):
            raise answer_too_large(
                self._state.provider, self._state.provider_name, limits.MAX_ANSWER_BYTES
            )

    def _publish_end(self, name: str) -> None:
        if name == "error":
            self._publish(name, lambda: {"error": self.answer().error})
        else:
            self._publish(name, lambda: dataclasses.asdict(self.answer()))
        self._on_end(self)

    def _publish(self, name: str, data: Callable[[], dict[str, Any]]) -> None:
        self._state.log.add(name, data)
        self._wake_followers()

    def _wake_followers(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()
