"""Where the coding agents are: `make test-agents` sets TEST_AGENTS to their folder."""

import os
from pathlib import Path

import pytest

from tests.clients.conftest import any_model  # noqa: F401 - fixture
from tests.gateway.conftest import (  # noqa: F401 - fixtures
    client,
    ready,
    sandbox,
    session,
    start_gateway,
    transport,
)


@pytest.fixture
def installed() -> Path:
    """The folder with the agents."""
    folder = os.environ.get("TEST_AGENTS")
    if not folder:
        pytest.skip("make test-agents installs them")
    return Path(folder)
