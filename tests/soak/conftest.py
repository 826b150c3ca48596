"""Prints what a soak did and what it left."""

import pytest

_figures: dict[str, object] = {}


@pytest.fixture
def figures() -> dict[str, object]:
    """Figures to be printed at the end, by name."""
    return _figures


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the figures."""
    if not _figures:
        return
    terminalreporter.section("soak: what happened, and what was left")
    for name, figure in _figures.items():
        terminalreporter.write_line(f"{name:32} {figure}")
