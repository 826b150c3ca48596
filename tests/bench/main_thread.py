"""Work on a page's main thread, measured with Chromium's tracing."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page

_TASK = "ThreadControllerImpl::RunTask"
_MAIN_THREAD = "CrRendererMain"


@dataclass
class Cost:
    """The tasks of the page's main thread."""

    tasks: list[tuple[float, float]] = field(default_factory=list)
    """Each task's beginning, in milliseconds of the trace's clock, and how long it took."""
    marks: dict[str, float] = field(default_factory=dict)
    """When the page passed its marks (`performance.mark`), by the same clock."""

    def busy(self, since: str, till: str) -> float:
        """Sum up the milliseconds of work between two marks."""
        return sum(took for _, took in self._between(since, till))

    def longest(self, since: str, till: str) -> float:
        """Give the milliseconds of the longest task between two marks."""
        return max((took for _, took in self._between(since, till)), default=0.0)

    def elapsed(self, since: str, till: str) -> float:
        """Give the milliseconds between two marks."""
        return self.marks[till] - self.marks[since]

    def _between(self, since: str, till: str) -> list[tuple[float, float]]:
        start, end = self.marks[since], self.marks[till]
        return [(at, took) for at, took in self.tasks if start <= at + took and at <= end]


@contextmanager
def traced(page: Page) -> Iterator[Cost]:
    """Trace the page's main thread; the figures are there when the context ends."""
    devtools = page.context.new_cdp_session(page)
    events: list[dict[str, Any]] = []
    complete: list[bool] = []
    devtools.on("Tracing.dataCollected", lambda data: events.extend(data["value"]))
    devtools.on("Tracing.tracingComplete", lambda _: complete.append(True))
    cost = Cost()
    # Garbage of earlier pages of this process must not count.
    devtools.send("HeapProfiler.collectGarbage")
    _start(devtools)
    try:
        yield cost
    finally:
        devtools.send("Tracing.end")
        while not complete:
            page.wait_for_timeout(20)
        devtools.detach()
    _read(events, cost)


def _start(devtools: CDPSession) -> None:
    config = {"includedCategories": ["toplevel", "blink.user_timing"]}
    devtools.send("Tracing.start", {"transferMode": "ReportEvents", "traceConfig": config})


def _read(events: list[dict[str, Any]], cost: Cost) -> None:
    marks = [event for event in events if event["cat"] == "blink.user_timing"]
    # The process that has our marks is the page's; another one is the service worker's.
    processes = {event["pid"] for event in marks}
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name"
        and event["args"]["name"] == _MAIN_THREAD
        and event["pid"] in processes
    }
    for event in events:
        thread = (event["pid"], event["tid"])
        # A task that the trace cuts off has no duration.
        if event["name"] == _TASK and "tdur" in event and thread in threads:
            cost.tasks.append((event["ts"] / 1000, event["tdur"] / 1000))
    for event in marks:
        cost.marks[event["name"]] = event["ts"] / 1000
