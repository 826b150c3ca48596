"""The extension's size and speed: python -m tests.bench.extension.

A real Chromium, a real gateway and the sandbox providers. The table is printed, and written to
docs/benchmarks-extension.md. Wall times depend on the machine; shares and growth do less.
"""

import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import monotonic

from playwright.sync_api import Page, sync_playwright

from gateway.sandbox.answers import Question, compose
from gateway.sandbox.directives import parse
from tests.e2e.browser import find_chromium
from tests.e2e.extension import BUILD, Extension, Surface, extension_in_chromium
from tests.e2e.processes import ROOT, Gateway, Sandbox
from tests.e2e.providers import OPENAI

from .answers import CHARACTERS_PER_TOKEN, KINDS, answer
from .bundle_size import weight_before_usable
from .main_thread import Cost, traced

REPORT = ROOT / "docs/benchmarks-extension.md"

READ = ("prose", "one paragraph", "one list", "one table", "one block of code")
"""The common kinds of answer. The others are worst cases."""
LENGTHS = (500, 2000, 8000)
RATE = 200
"""Tokens a second: a fast model."""
OPENINGS = 15
_NEXT = "And then?"
"""The prompt of an answer that is already there, as long as the answer itself."""
_REST = 500.0
"""Milliseconds."""
_PATIENCE = 120.0
"""Seconds."""

_HEAD = f"""\
# The extension: weight and speed

`python -m tests.bench.extension`, the second part of `make bench`, writes this page. It measures in
a real Chromium, with a real gateway and the sandbox providers. A token is taken as
{CHARACTERS_PER_TOKEN} characters.

- **wall time**: from the click, or from opening the popup, until the whole answer is painted.
- **busy**: how long the page's main thread worked in that time, from Chromium's trace.
- **share**: busy as a share of the wall time.
- **longest**: the longest task on the main thread.

While an existing answer is shown, the prompt contains a short text. A selected prompt of 32,000
characters would add 10 to 16 ms to each frame, in Chromium itself.
"""
_COLUMNS = (
    "| answer | tokens | wall time | busy | share | longest |",
    "|---|--:|--:|--:|--:|--:|",
)

# Marks on the page's own clock what a user would notice. An answer counts when it is painted.
_WATCH = """(() => {
  const mark = (name) => performance.getEntriesByName(name).length || performance.mark(name);
  mark("opened");
  addEventListener("click", () => mark("asked"), { capture: true });
  const answer = "section[aria-label=Response][aria-busy=false] .markdown[aria-busy=false]";
  const look = () => {
    if (document.querySelector("main:not([aria-busy=true]) textarea")) mark("usable");
    if (!document.querySelector(answer)) return;
    watching.disconnect();
    requestAnimationFrame(() => setTimeout(() => mark("shown")));
  };
  const watching = new MutationObserver(look);
  watching.observe(document, { subtree: true, childList: true, attributeFilter: ["aria-busy"] });
})()"""

_USABLE_AFTER = "performance.getEntriesByName('usable')[0].startTime"
_IS_SHOWN = "performance.getEntriesByName('shown').length > 0"


@dataclass(frozen=True)
class Run:
    """One answer, and what it cost the page."""

    kind: str
    tokens: int
    wall: float
    """Milliseconds from the beginning to the answer, whole and painted."""
    busy: float
    """Milliseconds of work on the main thread."""
    longest: float
    """Milliseconds of the longest task."""

    @property
    def share(self) -> float:
        """How much of the main thread's time was taken, in per cent."""
        return 100 * self.busy / self.wall


def _run(kind: str, tokens: int, cost: Cost, since: str) -> Run:
    return Run(
        kind,
        tokens,
        cost.elapsed(since, "shown"),
        cost.busy(since, "shown"),
        cost.longest(since, "shown"),
    )


class Bench:
    """The measurements."""

    def __init__(self, extension: Extension) -> None:
        self._extension = extension
        extension.context.add_init_script(_WATCH)

    def openings(self) -> list[float]:
        """Open the popup again and again; milliseconds until the prompt can be written.

        Each is left alone until it has come to rest: to look at it meanwhile, or to open the next,
        would be more work for the same cores.
        """
        self._begin()
        times = []
        for _ in range(OPENINGS):
            page = self._extension.begin_popup()
            page.wait_for_timeout(_REST)
            times.append(float(page.evaluate(_USABLE_AFTER)))
            page.close()
        return times

    def opened(self, kind: str, tokens: int) -> Run:
        """Open the popup on an answer that is whole: all of it is to be shown at once."""
        popup = self._ask(_echo(kind, tokens))
        popup.generate.click()
        popup.prompt.fill(_NEXT)
        _wait_until_shown(popup.page)
        with traced(popup.page) as cost:
            popup.page.reload()
            _wait_until_shown(popup.page)
        _expect_all_of_it(popup, tokens)
        return _run(kind, tokens, cost, "opened")

    def streamed(self, kind: str, tokens: int, rate: float | None) -> Run:
        """Press Generate, and watch the answer come at so many tokens a second, or as it can."""
        prompt = _echo(kind, tokens)
        if rate is not None:
            pause = 1000 * tokens / rate / _pieces(prompt)
            prompt = prompt.replace("echo", f"echo delay_ms={pause:.3f}", 1)
        popup = self._ask(prompt)
        with traced(popup.page) as cost:
            popup.generate.click()
            _wait_until_shown(popup.page)
        _expect_all_of_it(popup, tokens)
        return _run(kind, tokens, cost, "asked")

    def _ask(self, prompt: str) -> Surface:
        """A popup with a prompt in it, in a session of its own."""
        self._begin()
        popup = self._extension.open_popup()
        popup.prompt.fill(prompt)
        return popup

    def _begin(self) -> None:
        self._extension.reset_browser()
        self._extension.begin_session(OPENAI)


def _wait_until_shown(page: Page) -> None:
    """Poll rarely, so that polling does not affect the figures."""
    deadline = monotonic() + _PATIENCE
    while not page.evaluate(_IS_SHOWN):
        if monotonic() > deadline:
            raise TimeoutError("The answer was never shown")
        page.wait_for_timeout(100)


def _expect_all_of_it(surface: Surface, tokens: int) -> None:
    """Fail unless all of the answer is shown: half its length, since Markdown's syntax is not."""
    shown = len(surface.response.locator(".markdown").text_content() or "")
    if shown < tokens * CHARACTERS_PER_TOKEN / 2:
        raise RuntimeError(f"Only {shown} characters of {tokens} tokens are shown")


def _echo(kind: str, tokens: int) -> str:
    return f"[[sandbox: echo]] {answer(kind, tokens)}"


def _pieces(prompt: str) -> int:
    """The number of pieces in which the sandbox sends its answer."""
    return len(compose(Question("openai", parse(prompt), prompt, None)).pieces)


def main() -> None:
    """Measure, print the tables and write them down."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no Chromium. Run `python -m tests.e2e.browser`, which installs one.")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        work = Path(temporary)
        sandbox = Sandbox(work, "--pace-ms", "0", "--keep-fixed-models")
        gateway = Gateway(sandbox.api_bases, work)
        try:
            gateway.start()
            with extension_in_chromium(playwright, chromium, work / "profile") as extension:
                report = _report(Bench(extension))
        finally:
            gateway.stop()
            sandbox.end()
    REPORT.write_text(report, encoding="utf-8")
    print(f"▸ {REPORT.relative_to(ROOT)}")


def _report(bench: Bench) -> str:
    # The first answer waits until LiteLLM is loaded.
    bench.opened("prose", 500)
    weight = sum(weight_before_usable(BUILD).values())
    times = bench.openings()
    there, there_table = _table(
        "An existing answer, from opening the popup until all of it is shown",
        (bench.opened(kind, tokens) for kind in KINDS for tokens in LENGTHS),
    )
    fast, fast_table = _table(
        "An answer that arrives as fast as sandbox, LiteLLM and gateway allow",
        (bench.streamed("prose", tokens, None) for tokens in LENGTHS),
    )
    steady, steady_table = _table(
        f"An answer that arrives at {RATE} tokens a second",
        (bench.streamed(kind, LENGTHS[-1], RATE) for kind in READ),
    )
    goals = _goals(
        ("JavaScript and CSS before the popup can be used", weight / 1000, 60, "kB (gzip)"),
        ("time until the popup can be used (median)", median(times), 150, "ms"),
        (f"{LENGTHS[-1]:,} tokens of prose at full speed", fast[-1].wall, 1600, "ms"),
        ("main thread at 200 tokens a second, prose", steady[0].share, 15, "%"),
        (
            "longest task, existing answers and full speed",
            max(run.longest for run in there + fast),
            50,
            "ms",
        ),
        ("longest task, 200 tokens a second", max(run.longest for run in steady), 50, "ms"),
    )
    return "\n".join([_HEAD, goals, there_table, fast_table, steady_table])


def _goals(*goals: tuple[str, float, float, str]) -> str:
    """The goals, each with the figure that was measured and its limit."""
    lines = ["## Goals", "", "| | measured | at most | |", "|---|--:|--:|---|"]
    for what, measured, most, unit in goals:
        verdict = "reached" if measured <= most else "**missed**"
        lines.append(f"| {what} | {measured:,.1f} {unit} | {most:,} {unit} | {verdict} |")
    print("\n" + "\n".join(lines), flush=True)
    return "\n".join([*lines, ""])


def _table(title: str, runs: Iterable[Run]) -> tuple[list[Run], str]:
    print(f"\n{title}", flush=True)
    lines = [f"## {title}", "", *_COLUMNS]
    measured = []
    for run in runs:
        line = (
            f"| {run.kind} | {run.tokens:,} | {run.wall:,.0f} ms | {run.busy:,.0f} ms "
            f"| {run.share:.1f} % | {run.longest:.0f} ms |"
        )
        print(line, flush=True)
        lines.append(line)
        measured.append(run)
    return measured, "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
