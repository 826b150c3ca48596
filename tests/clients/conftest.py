"""A program's way in: the gateway's address for OpenAI's protocol, and an access token."""

import sys
from asyncio.subprocess import PIPE, create_subprocess_exec
from dataclasses import dataclass

import pytest

from tests.gateway.client import Client
from tests.gateway.conftest import (  # noqa: F401 - fixtures
    client,
    ready,
    sandbox,
    session,
    start_gateway,
)


@dataclass(frozen=True)
class Door:
    """What a person tells a program of theirs: where, and with which token."""

    base_url: str
    token: str
    person: Client

    @property
    def address(self) -> str:
        """The gateway itself."""
        return self.person.address


@pytest.fixture
async def door(ready: Client) -> Door:  # noqa: F811
    """The way in for a program, with a key for each provider behind it."""
    program = await ready.program()
    assert program.bearer
    return Door(f"{ready.address}/v1", program.bearer, ready)


async def run(*command: str, stdin: str = "", **environment: str) -> tuple[int, str, str]:
    """Run a command with nothing but this environment; gives its exit status and what it wrote."""
    process = await create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment
    )
    out, err = await process.communicate(stdin.encode())
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


PYTHON = sys.executable
