"""The results as tables, for the terminal and for docs/benchmarks.md."""

import json
import operator
import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from gateway import __version__
from tests.bench.measures import (
    CALL,
    CPU,
    FIRST_TEXT,
    GOALS,
    MEASURES,
    PIECE,
    RATE,
    Results,
    compared,
    spread,
)
from tests.bench.subjects import DIRECT, PEERS, PORTKEY, ROOT, SDK

DOCUMENT = ROOT / "docs" / "benchmarks.md"

_BEGIN, _END = "<!-- measured: begin -->\n", "<!-- measured: end -->\n"


def report(results: Results) -> str:
    """All tables, in Markdown that a terminal shows well too."""
    figures = [
        _row(
            f"{measure.title}, {measure.unit}",
            [results[name].get(measure, []) for name in results],
            measure.digits,
        )
        for measure in MEASURES
    ]
    beside_direct = [
        _row(
            f"{measure.title}, ms more",
            [compared(results, measure, name, DIRECT, operator.sub) for name in results],
        )
        for measure in (CALL, FIRST_TEXT)
    ]
    beside_sdk = [
        _row(
            measure.title,
            [compared(results, measure, name, SDK, operator.truediv) for name in results],
        )
        for measure in (CALL, FIRST_TEXT, PIECE, RATE, CPU)
    ]
    goals = []
    for goal in GOALS:
        if measured := goal.figures(results):
            figure = spread(measured).median
            limit = f"at {'least' if goal.at_least else 'most'} {goal.limit}"
            verdict = "✓" if goal.reached(figure) else "✗"
            goals.append([goal.title, limit, f"{figure:.2f}", verdict])
    return "\n".join(
        (
            _table(["median (quartiles)", *results], figures),
            _table(["beside a direct call", *results], beside_direct),
            _table(["as multiples of the SDK's", *results], beside_sdk),
            _table(["goal", "limit", "measured", ""], goals),
        )
    )


def surroundings(results: Results) -> str:
    """A paragraph with date, machine and versions."""
    versions = [f"Gatehouse {__version__}", f"Python {platform.python_version()}"]
    versions += [f"{name} {version(package)}" for name, package in _PACKAGES.items()]
    if PORTKEY in results:
        package = PEERS / "portkey/node_modules/@portkey-ai/gateway/package.json"
        versions.append(f"Portkey {json.loads(package.read_text())['version']}")
        node = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True)
        versions.append(f"Node {node.stdout.strip().removeprefix('v')}")
    return (
        f"Measured on {datetime.now(UTC).date()} on {platform.system()} {platform.machine()}, "
        f"{_processor()}, {os.cpu_count()} cores. {', '.join(versions)}.\n"
    )


def write_document(results: Results) -> None:
    """Replace the results in docs/benchmarks.md."""
    before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    measured = f"{surroundings(results)}\n{report(results)}"
    DOCUMENT.write_text(f"{before}{_BEGIN}{measured}{_END}{after}", encoding="utf-8")


_PACKAGES = {"LiteLLM": "litellm", "aiohttp": "aiohttp"}


def _row(title: str, each: list[list[float]], digits: int = 2) -> list[str]:
    return [title, *(_cell(figures, digits) for figures in each)]


def _cell(figures: list[float], digits: int) -> str:
    if not figures:
        return "–"
    shown = spread(figures)
    if shown.low == shown.high:
        return f"{shown.median:.{digits}f}"
    return f"{shown.median:.{digits}f} ({shown.low:.{digits}f}–{shown.high:.{digits}f})"


def _table(head: list[str], rows: list[list[str]]) -> str:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    rule = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    lines = []
    for row in (head, rule, *rows):
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        lines.append(f"| {' | '.join(cells)} |\n")
    return "".join(lines)


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        for line in listing.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
