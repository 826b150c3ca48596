"""What the attacks on the gateway need. `make attack` sets ATTACK_EXAMPLES and tries longer."""

import os

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
