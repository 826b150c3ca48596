"""Fixtures of the attacks. `make attack` sets ATTACK_EXAMPLES for a longer run."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.gateway.conftest import (  # noqa: F401 - fixtures
    client,
    clock,
    ready,
    sandbox,
    session,
    start_gateway,
    transport,
)

settings.register_profile(
    "attack",
    max_examples=int(os.environ.get("ATTACK_EXAMPLES", "100")),
    deadline=None,
    # All examples share one gateway on purpose: an attack must not break it for the next.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("attack")


@pytest.fixture
def short_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gateways that are started after this have deadlines of 0.3 s instead of 15 s and 60 s."""
    monkeypatch.setattr("gateway.web.server._IDLE_TIMEOUT", 0.3)
    monkeypatch.setattr("gateway.web.server._WRITE_TIMEOUT", 0.3)
    monkeypatch.setattr("gateway.web.server._LINGERING", 0.1)
    monkeypatch.setattr("gateway.web.bodies._BODY_TIMEOUT", 0.3)
