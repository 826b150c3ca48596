"""Coding agents do their work: each reads a file and edits it."""

import asyncio
import os
import shutil
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, create_subprocess_exec
from pathlib import Path

import pytest

from gateway.sandbox import Sandbox
from tests.agents.agents import AFTER, AGENTS, BEFORE, Place
from tests.clients.conftest import ApiAccess

SECONDS = 150
"""The slowest one needs a tenth of it on an idle machine."""

# What a program asks of other hosts than this one ends at a closed port.
NO_NETWORK = {"HTTPS_PROXY": "http://127.0.0.1:9", "NO_PROXY": "127.0.0.1,localhost"}


async def run(place: Place, variables: dict[str, str], *command: str) -> str:
    """Run a program in its place, with only what it needs. Gives all that it printed."""
    node = shutil.which("node")
    assert node
    path = os.pathsep.join((str(Path(node).parent), "/usr/local/bin", "/usr/bin", "/bin"))
    process = await create_subprocess_exec(
        *command,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=PIPE,
        cwd=place.folder,
        env={"PATH": path, "HOME": str(place.home), **NO_NETWORK, **variables},
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(SECONDS):
            out, err = await process.communicate()
    finally:
        if process.returncode is None:
            os.killpg(process.pid, signal.SIGKILL)
            await process.wait()
    printed = f"{out.decode()}\n{err.decode()}"
    assert process.returncode == 0, printed
    return printed


@pytest.fixture
async def place(installed: Path, any_model: ApiAccess, tmp_path: Path) -> Place:
    """A token with a limit of money is the stricter one."""
    token = (await any_model.person.program(models="any", max_cost_usd=20)).bearer or ""
    home, folder = tmp_path / "home", tmp_path / "work"
    home.mkdir()
    folder.mkdir()
    made = Place(installed, home, folder, any_model.address, token)
    made.file.write_text(f"{BEFORE}\n")
    return made


@pytest.mark.skipif(sys.platform == "win32", reason="ends a group of processes")
@pytest.mark.parametrize("name", AGENTS)
async def test_agent_edits_a_file(
    place: Place, any_model: ApiAccess, sandbox: Sandbox, name: str
) -> None:
    job = AGENTS[name](place)
    for file, text in job.files.items():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    if job.before:
        await run(place, job.variables, *job.before)
    sandbox.forget()
    printed = await run(place, job.variables, *job.command, job.prompt)
    assert place.file.read_text() == f"{AFTER}\n", printed

    asked = [request for request in sandbox.requests if request.method == "POST"]
    assert {request.path.partition("?")[0] for request in asked} == {job.path}
    # One answer for each call, and one after them.
    assert len(asked) >= len(job.tools) + 1
    _, listed = await any_model.person.call("GET", "/tokens")
    [used] = [token for token in listed["tokens"] if token["requests"]]
    assert used["spent_usd"] > 0
    assert place.token not in str([dict(request.headers) for request in asked])
