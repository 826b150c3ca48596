"""What the team's tests need of the gateway's."""

from tests.gateway.conftest import sandbox, start_gateway, transport  # noqa: F401 - fixtures
