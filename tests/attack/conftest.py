"""Attacks that must fail, and the tally of how often each was tried and how often the gateway held.

`make test` tries each a little; `make attack` sets ATTACK_EXAMPLES and tries longer.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.gateway.conftest import (  # noqa: F401 - fixtures
    client,
    clock,
    ready,
    sandbox,
    session,
    start_gateway,
)

EXAMPLES = int(os.environ.get("ATTACK_EXAMPLES", "150"))

settings.register_profile(
    "attack",
    max_examples=EXAMPLES,
    deadline=None,
    # The gateway is the same for all examples on purpose: an attack must not spoil it either.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("attack")

_tried: Counter[str] = Counter()
_held: Counter[str] = Counter()

Tally = Callable[[bool], None]


@pytest.fixture
def tally(request: pytest.FixtureRequest) -> Iterator[Tally]:
    """Count one attempt of this test's attack, and whether the gateway held; it must."""
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
