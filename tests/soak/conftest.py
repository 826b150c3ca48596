"""Prints what a soak did and what it left."""

from collections.abc import Iterator

import pytest

from tests.conftest import Record, recorded

_SOAK = "soak"


@pytest.fixture
def figures(record_property: Record) -> Iterator[dict[str, object]]:
    """Figures to be printed at the end, by name."""
    figures: dict[str, object] = {}
    yield figures
    record_property(_SOAK, figures)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures."""
    for figures in recorded(terminalreporter, _SOAK):
        terminalreporter.section("soak: what happened, and what was left")
        for name, figure in figures.items():
            terminalreporter.write_line(f"{name:32} {figure}")
