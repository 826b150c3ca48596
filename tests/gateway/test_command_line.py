"""python -m gateway, as a process of its own."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.install.extension import extension_folder
from tests.gateway.conftest import StartGateway

COMMAND = [sys.executable, "-m", "gateway"]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
        env={**os.environ, **environment},
    )


def begin(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """A gateway that is being started on a free port."""
    # A process started in a shell's background ignores SIGINT, and its children inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            [*COMMAND, "--port", "0", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, **environment},
        )
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def gateway(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running gateway on a free port; gives process and address."""
    process = begin(*arguments, **environment)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+:\d+", line)
        assert found, line
        yield process, found[0]
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            assert stream is not None
            stream.close()


def test_help_is_helpful() -> None:
    done = run("--help")
    assert done.returncode == 0
    for word in ("--host", "--port", "--config", "--demo", "GATEWAY_", "config.toml", "8765"):
        assert word in done.stdout
    assert "Every option" not in done.stdout, "--demo and --verbose stand nowhere else"


def test_says_what_a_person_does_next() -> None:
    with gateway() as (process, address):
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(6)]
    text = "".join(lines)
    assert "Load unpacked" in text
    assert str(extension_folder() or "make setup") in text
    assert "access token" in text
    assert f"{address}/v1" in text
    assert f"{address}/docs" in text


def test_refuses_other_addresses() -> None:
    done = run("--host", "0.0.0.0")
    assert done.returncode == 2
    assert "loopback" in done.stderr
    assert "Traceback" not in done.stderr


def test_taken_port_is_told() -> None:
    with gateway() as (_, address):
        done = run("--port", address.rsplit(":", 1)[1])
    assert done.returncode == 2
    assert "cannot listen" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("loading", [False, True], ids=["idle", "while LiteLLM loads"])
def test_ends_cleanly(number: signal.Signals, loading: bool) -> None:
    with gateway() as (process, address):
        if loading:
            request = urllib.request.Request(f"{address}/session", method="POST")
            urllib.request.urlopen(request).close()
        process.send_signal(number)
        # It ends when LiteLLM has been loaded, which takes long on a busy machine.
        out, err = process.communicate(timeout=120)
        assert process.returncode == 0
        assert err == ""
        assert "ended" in out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_interrupted_start_shows_no_traceback() -> None:
    # Python writes each import to stderr, so that the signal comes amid those of the gateway.
    process = begin(PYTHONPROFILEIMPORTTIME="1")
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        while "pydantic_core" not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        err = process.stderr.read()
    process.wait()
    assert "Traceback" not in err


def test_keys_of_the_environment_are_never_used() -> None:
    """With a key in the environment and none in the session, nothing is generated."""
    with gateway(OPENAI_API_KEY="sk-proj-canary", OPENAI_BASE_URL="http://127.0.0.1:1") as (
        process,
        address,
    ):
        opened = urllib.request.urlopen(urllib.request.Request(f"{address}/session", method="POST"))
        with opened:
            cookie = opened.headers["Set-Cookie"].split(";")[0]
            token = re.search(r'"csrf_token":"([^"]+)"', opened.read().decode())
        assert token
        request = urllib.request.Request(
            f"{address}/generate",
            data=b'{"prompt": "hi"}',
            headers={
                "Content-Type": "application/json",
                "Cookie": cookie,
                "X-CSRF-Token": token[1],
            },
        )
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        assert refused.value.code == 401
        refused.value.close()
        assert process.poll() is None


async def test_keys_are_taken_out_of_the_environment(
    start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """LiteLLM would fall back to them."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-proj-canary")
    await start_gateway()
    assert "OPENAI_API_KEY" not in os.environ


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads /proc")
def test_idle_gateway_is_light_and_has_loaded_nothing_that_sessions_need() -> None:
    with gateway() as (process, address):
        urllib.request.urlopen(f"{address}/health").close()
        of_process = Path(f"/proc/{process.pid}")
        resident = re.search(r"VmRSS:\s+(\d+) kB", (of_process / "status").read_text())
        loaded = (of_process / "maps").read_text()
    assert resident
    assert int(resident[1]) < 60 * 1024
    assert "tiktoken" not in loaded
    assert "cryptography" not in loaded


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_key_ends_in_a_core_dump() -> None:
    """Whatever the person's own limit says, and for programs that ignore the limit as well."""
    with gateway() as (process, _):
        own = Path("/proc", str(process.pid))
        (line,) = re.findall(
            "^Max core file size +(.*?) +bytes", (own / "limits").read_text(), re.M
        )
        assert line.split() == ["0", "0"]
        assert int((own / "coredump_filter").read_text(), 16) == 0
