"""What the attacks on the gateway need. `make attack` sets ATTACK_EXAMPLES and tries longer."""

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
    # The gateway is the same for all examples on purpose: an attack must not spoil it either.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("attack")


@pytest.fixture
def short_deadlines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Gateways that are started after this wait a third of a second for what does not come."""
    monkeypatch.setattr("gateway.web.server._IDLE_TIMEOUT", 0.3)
    monkeypatch.setattr("gateway.web.server._LINGERING", 0.1)
    monkeypatch.setattr("gateway.web.bodies._BODY_TIMEOUT", 0.3)
