"""The rounds: each subject is measured in every round, so that all share the same conditions."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from tests.bench.litellm_load import longest_health_check
from tests.bench.measures import (
    CALL,
    CPU,
    FIRST_TEXT,
    HEALTH,
    IDLE_MEMORY,
    PIECE,
    RATE,
    READY,
    USED_MEMORY,
    Figures,
    Results,
)
from tests.bench.servers import Running, memory, running
from tests.bench.subjects import GATEWAY, Subject
from tests.bench.worker import Worker

# Lengths in pieces. What a long stream takes longer than a short one is the pieces' own time.
_SHORT, _LONG = 20, 520


@dataclass(frozen=True)
class Effort:
    """How often. All but rounds and starts are for one turn of one subject."""

    rounds: int = 10
    starts: int = 5
    calls: int = 25
    calls_at_once: int = 192
    short_streams: int = 6
    long_streams: int = 3


_FIRST_CALLS = Effort(calls=30, calls_at_once=96, short_streams=2, long_streams=1)


@dataclass(frozen=True)
class _Contender:
    """A subject that is ready for its turns."""

    subject: Subject
    worker: Worker
    server: Running | None

    def memory(self) -> float:
        return self.server.memory() if self.server else memory(self.worker.pid)


def measure(subjects: Sequence[Subject], effort: Effort, tell: Callable[[str], None]) -> Results:
    """Measure all subjects side by side.

    Args:
        subjects: what is measured.
        effort: how often.
        tell: is called with a line for the person who waits.
    """
    results: Results = {subject.name: {} for subject in subjects}
    for number in range(1, effort.starts):
        tell(f"start {number} of {effort.starts}")
        for subject in subjects:
            with _started(subject, results[subject.name]):
                pass
    with ExitStack() as stack:
        tell(f"start {effort.starts} of {effort.starts}, and first calls")
        ready = [stack.enter_context(_warm(subject, results[subject.name])) for subject in subjects]
        for number in range(effort.rounds):
            tell(f"round {number + 1} of {effort.rounds}")
            first = number % len(ready)
            for contender in (*ready[first:], *ready[:first]):
                _turn(contender, effort, results[contender.subject.name])
    return results


@contextmanager
def _started(subject: Subject, figures: Figures) -> Iterator[Running | None]:
    if subject.server is None:
        yield None
        return
    with running(subject.server) as server:
        time.sleep(0.5)  # what it does once it is ready counts as well
        figures.setdefault(READY, []).append(server.ready_after)
        figures.setdefault(IDLE_MEMORY, []).append(server.memory())
        if subject.name == GATEWAY:
            figures.setdefault(HEALTH, []).append(longest_health_check(server.port) * 1000)
        yield server


@contextmanager
def _warm(subject: Subject, figures: Figures) -> Iterator[_Contender]:
    with (
        _started(subject, figures) as server,
        Worker(subject.target(server.address if server else "")) as worker,
    ):
        contender = _Contender(subject, worker, server)
        _turn(contender, _FIRST_CALLS, {})
        figures[USED_MEMORY] = [contender.memory()]
        yield contender


def _turn(contender: _Contender, effort: Effort, figures: Figures) -> None:
    """A subject's part of a round. Calls that do not count come first and open connections."""
    worker, server = contender.worker, contender.server
    worker.calls(3)
    calls = worker.calls(effort.calls)
    worker.streams(1, _SHORT)
    short = worker.streams(effort.short_streams, _SHORT)
    long = worker.streams(effort.long_streams, _LONG)
    cpu_before = server.cpu() if server else 0.0
    load = worker.load(effort.calls_at_once)
    cpu_each = (server.cpu() - cpu_before) / effort.calls_at_once if server else load.cpu_each

    in_short, in_long = (statistics.median(s.in_all for s in each) for each in (short, long))
    for measure, figure in (
        (CALL, statistics.median(calls) * 1000),
        (FIRST_TEXT, statistics.median(stream.to_first_text for stream in short) * 1000),
        (PIECE, (in_long - in_short) / (_LONG - _SHORT) * 1000),
        (RATE, load.rate),
        (CPU, cpu_each * 1000),
    ):
        figures.setdefault(measure, []).append(figure)
