"""Access for programs: the gateway's base URL for OpenAI's protocol, and an access token."""

from asyncio.subprocess import PIPE, create_subprocess_exec
from dataclasses import dataclass
from pathlib import Path

# OpenAI's SDK looks for it among the loaded modules, and must not find it half loaded: the gateway
# of a test runs in the same process, and imports it in another thread.
import httpx  # noqa: F401
import pytest

from tests.conftest import recorded
from tests.gateway.client import Client
from tests.gateway.conftest import (  # noqa: F401 - fixtures
    client,
    ready,
    sandbox,
    session,
    start_gateway,
    transport,
)

CLOSING_COUNT = "closing count"
"""The name of the property in which a test records another tool's summary."""


@dataclass(frozen=True)
class ApiAccess:
    """What a user configures in a program: base URL and access token."""

    base_url: str
    token: str
    person: Client

    @property
    def address(self) -> str:
        """The gateway's own address, without the path of OpenAI's protocol."""
        return self.person.address


@pytest.fixture
async def api(ready: Client) -> ApiAccess:  # noqa: F811
    """Access to a session that has a key for each provider."""
    program = await ready.program()
    assert program.bearer
    return ApiAccess(f"{ready.address}/v1", program.bearer, ready)


@pytest.fixture
async def any_model(ready: Client) -> ApiAccess:  # noqa: F811
    """The same, with a token that may name any model."""
    program = await ready.program(models="any")
    assert program.bearer
    return ApiAccess(f"{ready.address}/v1", program.bearer, ready)


async def run(
    *command: str, stdin: str = "", cwd: Path | None = None, **environment: str
) -> tuple[int, str, str]:
    """Run a command with only this environment. Gives its exit status, output and errors."""
    process = await create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, cwd=cwd
    )
    out, err = await process.communicate(stdin.encode())
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the summaries of other tools."""
    for count in recorded(terminalreporter, CLOSING_COUNT):
        terminalreporter.write_line(count)
