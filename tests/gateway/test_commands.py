"""All commands but run, and what run says when its port is taken.

tests/e2e has them installed from the wheel.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from gateway import __version__
from gateway.install import command_line
from gateway.install.login import at_login, start_now
from gateway.install.machine import Machine
from gateway.install.running import end_gateway, find_gateway, find_holder
from gateway.install.start_report import StartReport
from tests.polling import wait_until

from .test_command_line import COMMAND, gateway, run


@pytest.fixture
def port() -> Iterator[int]:
    """A port on which another program listens: the tests themselves."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def person_without_gateway(home: Path, port: int) -> dict[str, str]:
    """The environment of a person with an empty home, whose gateway listens on that port."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    homes = dict.fromkeys(("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"), str(home))
    return {**kept, **homes, "GATEWAY_PORT": str(port)}


def type_command(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=30, check=False, env=env
    )


def port_of(address: str) -> int:
    return int(address.rsplit(":", 1)[1])


def test_a_gateway_that_runs_already_is_told() -> None:
    with gateway() as (_, address):
        done = run("run", "--port", str(port_of(address)))
    assert done.returncode == 2
    assert f"Gatehouse {__version__} is running there already." in done.stderr


def test_a_second_detached_start_gives_an_address_that_can_be_opened() -> None:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with gateway("--host", "::1") as (_, address):
        done = run("run", "--detached", "--host", "::1", "--port", str(port_of(address)))
    assert done.returncode == 0
    report = StartReport.from_json(done.stdout)
    assert report.address == address
    assert report.public_key


@pytest.mark.parametrize("broken", ["settings", "port"])
def test_a_detached_start_that_fails_reports_why(port: int, broken: str) -> None:
    host = "0.0.0.0" if broken == "settings" else "127.0.0.1"
    done = run("run", "--detached", "--host", host, "--port", str(port))
    assert done.returncode == 2
    report = StartReport.from_json(done.stdout)
    assert report.address is None
    assert done.stderr == f"gateway: {report.error}\n"
    assert ("loopback" if broken == "settings" else "listens there") in str(report.error)


@pytest.mark.parametrize("line", ["", "Traceback", "[1]", "5", '{"other": "x"}'])
def test_what_is_no_report_reports_nothing(line: str) -> None:
    assert StartReport.from_json(line) == StartReport()


def test_the_process_on_a_taken_port_is_named(port: int) -> None:
    done = run("--port", str(port))
    assert done.returncode == 2
    assert re.search(rf"cannot listen .* \(process {os.getpid()}\) listens there", done.stderr)
    assert find_gateway("127.0.0.1", port) is None


def test_options_stand_before_and_after_the_command() -> None:
    for arguments in (("--port", "0", "run", "--host", "0.0.0.0"), ("run", "--host", "0.0.0.0")):
        done = run(*arguments)
        assert done.returncode == 2
        assert "loopback" in done.stderr


def test_install_refuses_a_checkout(tmp_path: Path, port: int) -> None:
    """A checkout is not installed, so its native messaging host would not start."""
    done = type_command("install", env=person_without_gateway(tmp_path, port))
    assert done.returncode == 2
    assert "make dist" in done.stderr
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.skipif(sys.platform == "win32", reason="would change the registry of this machine")
def test_install_ends_the_gateway_of_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command_line, "_is_installed", lambda machine: True)
    with gateway() as (process, address):
        monkeypatch.setattr(os, "environ", person_without_gateway(tmp_path, port_of(address)))
        options = argparse.Namespace(at_login=False)
        assert command_line.install(options) == 0
        assert process.poll() is None, "one of this version stays"
        monkeypatch.setattr(command_line, "__version__", "99.0")
        assert command_line.install(options) == 0
        assert process.wait(10) == 0
    assert f"Ended: the gateway of version {__version__}" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="would change the registry of this machine")
@pytest.mark.parametrize("refuses", ["", "bootout", "start"])
def test_install_after_an_update_starts_what_starts_at_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refuses: str
) -> None:
    commands: list[Sequence[str]] = []

    def run_command(command: Sequence[str]) -> str | None:
        commands.append(command)
        return "it refuses" if refuses in command else None

    monkeypatch.setattr(command_line, "run_command", run_command)
    monkeypatch.setattr(command_line, "_is_installed", lambda machine: True)
    monkeypatch.setattr(command_line, "__version__", "99.0")
    with gateway() as (process, address):
        monkeypatch.setattr(os, "environ", person_without_gateway(tmp_path, port_of(address)))
        machine = Machine.here()
        (unit,) = at_login(machine).files
        unit.path.parent.mkdir(parents=True)
        unit.path.write_bytes(unit.content)
        done = command_line.install(argparse.Namespace(at_login=False))
        assert process.wait(10) == 0
    assert commands == list(start_now(machine))
    assert done == (1 if refuses in commands[-1] else 0)


def test_status_says_what_there_is(tmp_path: Path) -> None:
    state = tmp_path / ".local" / "state"
    with gateway(XDG_STATE_HOME=str(state)) as (_, address):
        env = person_without_gateway(tmp_path, port_of(address))
        done = type_command("status", env=env)
        assert done.returncode == 0
        assert f"runs at {address}, version {__version__}" in done.stdout
    done = type_command("status", env=env)
    assert done.returncode == 1
    assert f"does not run at {address}" in done.stdout
    assert done.stdout.count("not set up") == 2


def test_uninstall_ends_the_gateway_and_touches_no_other_program(tmp_path: Path, port: int) -> None:
    done = type_command("uninstall", env=person_without_gateway(tmp_path, port))
    assert done.returncode == 0
    assert "Gone" not in done.stdout
    with gateway() as (process, address):
        done = type_command("uninstall", env=person_without_gateway(tmp_path, port_of(address)))
        assert f"Gone: the gateway that was running (process {process.pid})" in done.stdout
        process.wait(10)
        assert end_gateway("127.0.0.1", port_of(address)) is None


@pytest.mark.skipif(sys.platform != "linux", reason="only there is all of 127.0.0.0/8 loopback")
def test_a_program_on_the_same_port_of_another_address_is_not_ended() -> None:
    """It has a lower process id than the gateway, so it would be found first."""
    listen = (
        "import socket, sys\n"
        "with socket.create_server(('127.0.0.2', 0)) as listening:\n"
        "    print(listening.getsockname()[1], flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", listen]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        port = int(other.stdout.readline())
        with gateway("--port", str(port)) as (process, _):
            ended = end_gateway("127.0.0.1", port)
            assert ended is not None
            assert ended.pid == process.pid
        assert find_holder("127.0.0.1", port) is None
        assert other.poll() is None
        other.communicate()


def test_a_detached_gateway_reports_its_address_and_closes_the_pipe(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [*COMMAND, "run", "--detached", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        assert process.stdout is not None
        # The pipe ends although the gateway runs on.
        report = StartReport.from_json(process.stdout.read())
        assert report.address == f"http://127.0.0.1:{port}"
        assert report.proof
        assert report.public_key
        assert process.poll() is None
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 200
        again = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert again.returncode == 0, "the one that runs will do"
        assert StartReport.from_json(again.stdout) == report
        holder = find_holder("127.0.0.1", port)
        assert holder is not None
        assert holder.pid == process.pid
    finally:
        process.kill()
        process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_a_detached_gateway_outlives_a_caller_that_does_not_wait(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    reading, writing = os.pipe()
    command = [*COMMAND, "run", "--detached", "--port", str(port)]
    process = subprocess.Popen(command, stdout=writing, stderr=writing)
    os.close(writing)
    os.close(reading)
    try:
        wait_until(lambda: find_gateway("127.0.0.1", port), "its first answer")
        assert process.poll() is None
    finally:
        process.kill()
        process.wait()
