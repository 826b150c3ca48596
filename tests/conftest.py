"""The tally of attacks: how often each was tried, and how often Gatehouse held."""

from collections import Counter
from collections.abc import Callable, Iterator

import pytest

_tried: Counter[str] = Counter()
_held: Counter[str] = Counter()

Tally = Callable[[bool], None]


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """Count one attempt of this test's attack, and whether Gatehouse held; it must."""
    outcomes: list[bool] = []
    yield outcomes.append
    row = request.node.originalname
    _tried[row] += len(outcomes)
    _held[row] += sum(outcomes)
    assert outcomes, "this attack was never tried"
    assert all(outcomes)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of figures."""
    if not _tried:
        return
    terminalreporter.section("attacks: tried, held")
    for row, tried in sorted(_tried.items()):
        terminalreporter.write_line(f"{row:60} {tried:7} {_held[row]:7}")
