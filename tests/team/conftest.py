"""Fixtures of the gateway's tests that the team's tests use."""

from tests.gateway.conftest import sandbox, start_gateway, transport  # noqa: F401 - fixtures
