"""What is measured, what the figures say of each other, and the goals."""

import operator
import statistics
from collections.abc import Callable
from dataclasses import dataclass

from tests.bench.subjects import (
    DIRECT,
    GATEWAY,
    LITELLM_PROXY,
    PASSED,
    PORTKEY,
    RELAY,
    SDK,
    TENSORZERO,
)


@dataclass(frozen=True)
class Measure:
    """One thing that is measured. Lower is better, except for RATE."""

    title: str
    unit: str
    digits: int = 2


CALL = Measure("time per call", "ms")
FIRST_TEXT = Measure("time to first text", "ms")
PIECE = Measure("time per streamed piece", "ms", 3)
RATE = Measure("throughput, 32 at once", "calls/s", 0)
CPU = Measure("CPU per call, 32 at once", "ms")
READY = Measure("start to ready", "s")
HEALTH = Measure("longest health check while LiteLLM loads", "ms", 0)
IDLE_MEMORY = Measure("memory when ready", "MB", 0)
USED_MEMORY = Measure("memory after first calls", "MB", 0)

MEASURES = (CALL, FIRST_TEXT, PIECE, RATE, CPU, READY, HEALTH, IDLE_MEMORY, USED_MEMORY)

Figures = dict[Measure, list[float]]
"""One figure of each round (or start), in the order of rounds."""

Results = dict[str, Figures]
"""Figures by subject."""

Compare = Callable[[float, float], float]


@dataclass(frozen=True)
class Spread:
    """A median, and the quartiles around it."""

    median: float
    low: float
    high: float


def spread(figures: list[float]) -> Spread:
    """Median and quartiles of some figures."""
    if len(figures) == 1:
        return Spread(figures[0], figures[0], figures[0])
    low, median, high = statistics.quantiles(figures, n=4, method="inclusive")
    return Spread(median, low, high)


def compared(
    results: Results, measure: Measure, subject: str, base: str, how: Compare
) -> list[float]:
    """A subject's figures compared with the base's, round by round; none if either has none.

    A round's figures are taken within seconds of each other, so that a machine that is slower for a
    while changes both.
    """
    own, others = (results.get(name, {}).get(measure, []) for name in (subject, base))
    return [how(one, other) for one, other in zip(own, others, strict=False)]


@dataclass(frozen=True)
class Goal:
    """A figure of this gateway that is to be at most, or at least, a limit."""

    title: str
    limit: float
    figures: Callable[[Results], list[float]]
    at_least: bool = False

    def reached(self, figure: float) -> bool:
        """Whether the figure is on the right side of the limit."""
        return figure >= self.limit if self.at_least else figure <= self.limit


Taken = Callable[[Results], list[float]]


def _of_gateway(measure: Measure) -> Taken:
    return lambda results: results[GATEWAY].get(measure, [])


def _times(measure: Measure, subject: str, base: str) -> Taken:
    return lambda results: compared(results, measure, subject, base, operator.truediv)


def _added(measure: Measure, subject: str = GATEWAY) -> Taken:
    return lambda results: compared(results, measure, subject, DIRECT, operator.sub)


def _share_of_addition(subject: str, other: str) -> Taken:
    def take(results: Results) -> list[float]:
        ours, theirs = _added(CALL, subject)(results), _added(CALL, other)(results)
        return [one / beside for one, beside in zip(ours, theirs, strict=False)]

    return take


GOALS = (
    Goal("time per call ÷ the SDK's", 1.2, _times(CALL, GATEWAY, SDK)),
    Goal("time per piece ÷ the SDK's", 1.2, _times(PIECE, GATEWAY, SDK)),
    Goal("LiteLLM proxy's time per call ÷ ours", 2, _times(CALL, LITELLM_PROXY, GATEWAY), True),
    Goal("LiteLLM proxy's time per piece ÷ ours", 2, _times(PIECE, LITELLM_PROXY, GATEWAY), True),
    Goal("added to a direct call, ms", 1.5, _added(CALL)),
    Goal("added to a direct call ÷ what Portkey adds", 0.5, _share_of_addition(GATEWAY, PORTKEY)),
    Goal("added to a direct first text, ms", 2, _added(FIRST_TEXT)),
    Goal("time per piece, ms", 0.1, _of_gateway(PIECE)),
    Goal("throughput, calls/s", 700, _of_gateway(RATE), True),
    Goal("throughput ÷ Portkey's", 2, _times(RATE, GATEWAY, PORTKEY), True),
    Goal("start to ready, s", 0.5, _of_gateway(READY)),
    Goal("longest health check while LiteLLM loads, ms", 150, _of_gateway(HEALTH)),
    Goal("memory when ready, MB", 60, _of_gateway(IDLE_MEMORY)),
    Goal("memory after first calls, MB", 200, _of_gateway(USED_MEMORY)),
    Goal("memory ÷ LiteLLM proxy's", 1, _times(USED_MEMORY, GATEWAY, LITELLM_PROXY)),
    Goal("passed through: added ÷ what TensorZero adds", 1, _share_of_addition(PASSED, TENSORZERO)),
    Goal("passed through: added ÷ what Portkey adds", 0.33, _share_of_addition(PASSED, PORTKEY)),
    Goal("passed through: throughput ÷ Portkey's", 2, _times(RATE, PASSED, PORTKEY), True),
    Goal(
        "passed through: time per piece − the relay's, ms",
        0.02,
        lambda results: compared(results, PIECE, PASSED, RELAY, operator.sub),
    ),
)
