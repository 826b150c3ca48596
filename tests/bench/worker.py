"""The client's side of a measurement, in a process of its own for each subject."""

import asyncio
import gc
import os
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from itertools import repeat
from multiprocessing import get_context
from types import TracebackType
from typing import Self, TypeVar

from tests.bench.clients import CALL_PIECES, Asker, Target, asking
from tests.bench.upstream import pieces

AT_ONCE = 32

Result = TypeVar("Result")


@dataclass(frozen=True)
class StreamTime:
    """One stream: seconds to its first text, and to its end."""

    to_first_text: float
    in_all: float


@dataclass(frozen=True)
class Load:
    """Many calls at once: how many a second, and this process's CPU seconds for each."""

    rate: float
    cpu_each: float


class Worker:
    """A client in its own process, which calls one target.

    Args:
        target: whom it asks.
    """

    def __init__(self, target: Target) -> None:
        self._pool = ProcessPoolExecutor(
            1, mp_context=get_context("spawn"), initializer=_begin, initargs=(target,)
        )
        self.pid = self._in_process(os.getpid)

    def calls(self, count: int) -> list[float]:
        """Seconds of each of so many plain calls, one after the other."""
        return self._in_process(_calls, count)

    def streams(self, count: int, length: int) -> list[StreamTime]:
        """So many streams of so many pieces, one after the other."""
        return self._in_process(_streams, count, length)

    def load(self, count: int) -> Load:
        """So many plain calls, AT_ONCE at a time."""
        return self._in_process(_load, count)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._in_process(_end)
        self._pool.shutdown()

    def _in_process(self, function: Callable[..., Result], *arguments: object) -> Result:
        return self._pool.submit(function, *arguments).result(timeout=300)


# What follows runs in the worker's process, which has one asker and one event loop.


class _Here:
    runner: asyncio.Runner
    resources: AsyncExitStack
    asker: Asker


def _begin(target: Target) -> None:
    _Here.runner = asyncio.Runner()
    _Here.resources = AsyncExitStack()
    _Here.asker = _Here.runner.run(
        _Here.resources.enter_async_context(asking(target, lanes=AT_ONCE))
    )


def _end() -> None:
    _Here.runner.run(_Here.resources.aclose())
    _Here.runner.close()


def _calls(count: int) -> list[float]:
    async def run() -> list[float]:
        seconds = []
        for _ in range(count):
            begun = time.perf_counter()
            text = await _Here.asker.call()
            seconds.append(time.perf_counter() - begun)
            _check(text, CALL_PIECES)
        return seconds

    gc.collect()
    return _Here.runner.run(run())


def _streams(count: int, length: int) -> list[StreamTime]:
    async def run() -> list[StreamTime]:
        times = []
        for _ in range(count):
            begun = time.perf_counter()
            streamed = await _Here.asker.stream(length)
            times.append(StreamTime(streamed.first_text_at - begun, streamed.ended_at - begun))
            _check(streamed.text, length)
        return times

    gc.collect()
    return _Here.runner.run(run())


def _load(count: int) -> Load:
    calls = repeat(None, count)

    async def ask(lane: int) -> None:
        for _ in calls:
            _check(await _Here.asker.call(lane), CALL_PIECES)

    async def run() -> Load:
        begun, cpu_begun = time.perf_counter(), time.process_time()
        async with asyncio.TaskGroup() as group:
            for lane in range(AT_ONCE):
                group.create_task(ask(lane))
        seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu_begun
        return Load(rate=count / seconds, cpu_each=cpu / count)

    gc.collect()
    return _Here.runner.run(run())


def _check(text: str, count: int) -> None:
    if text != "".join(pieces(count)):
        raise ValueError(f"This is not the answer: {text!r}")
