"""Counts attacks: how often each was tried, and how often the gateway withstood it."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest

Tally = Callable[[bool], None]
Record = Callable[[str, object], None]

_ATTACK = "attack"
_FIGURE = "attack figure"


@pytest.fixture(autouse=True, scope="session")
def no_settings_of_this_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests do not read the settings of the person who runs them, and do not use their identity."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("no-settings")))
        patch.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(autouse=True, scope="session")
def files_of_tests_are_their_own() -> Iterator[None]:
    """The gateway takes no config.toml that others can write, as some people's umask lets them."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def tally(request: pytest.FixtureRequest, record_property: Record) -> Iterator[Tally]:
    """Call it after each attempt, with whether the gateway withstood it. Fails if one did not."""
    outcomes: list[bool] = []
    yield outcomes.append
    record_property(_ATTACK, (request.node.originalname, len(outcomes), sum(outcomes)))
    assert outcomes, "this attack was never tried"
    assert all(outcomes)


@pytest.fixture
def figure(record_property: Record) -> Callable[[str, str], None]:
    """Call it with a name and a measured value, which are printed with the table of attacks."""
    return lambda name, value: record_property(_FIGURE, (name, value))


def recorded(reporter: pytest.TerminalReporter, name: str) -> list[Any]:
    """The values of this property from all tests, those of xdist's workers included."""
    return [
        value
        for reports in reporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "teardown"
        for known, value in report.user_properties
        if known == name
    ]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table of figures."""
    tried: Counter[str] = Counter()
    held: Counter[str] = Counter()
    for row, tried_here, held_here in recorded(terminalreporter, _ATTACK):
        tried[row] += tried_here
        held[row] += held_here
    if not tried:
        return
    terminalreporter.section("attacks: tried, held")
    for row, count in sorted(tried.items()):
        terminalreporter.write_line(f"{row:60} {count:7} {held[row]:7}")
    for name, value in recorded(terminalreporter, _FIGURE):
        terminalreporter.write_line(f"{name:60} {value}")
