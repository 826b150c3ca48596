"""What install writes and uninstall removes.

For macOS and Windows the tests compare the files and commands with what the system's documentation
requires, without running them.
"""

import json
import os
import plistlib
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from platformdirs.macos import MacOS

from gateway import CONTRACT, EXTENSION_ORIGIN, __version__
from gateway.install.login import at_login, start_now
from gateway.install.machine import Machine, System
from gateway.install.native_messaging import native_messaging
from gateway.install.registration import (
    Command,
    File,
    Registration,
    RegistrationError,
    run_command,
)

ROOT = Path(__file__).parents[2]
NAME = "gatehouse.starter.json"

# Gatehouse's own folder below the home, as platformdirs has it for each system.
DATA_FOLDERS: dict[System, str] = {
    "linux": ".local/share/gatehouse",
    "darwin": "Library/Application Support/Gatehouse",
    "win32": "AppData/Local/Gatehouse",
}

MachineOf = Callable[..., Machine]


@pytest.fixture
def machine(tmp_path: Path) -> MachineOf:
    """A machine of the given system, with an empty home."""
    home = tmp_path / "home"

    def make(system: System, **environment: str) -> Machine:
        data = home / DATA_FOLDERS[system]
        return Machine(
            system, home, data, home / "state", Path(sys.executable), environment, user_id=501
        )

    return make


class Commands:
    """Records commands instead of running them; those with one of the given arguments fail."""

    def __init__(self, *failing: str) -> None:
        self.run: list[Command] = []
        self._failing = failing

    def __call__(self, command: Command) -> str | None:
        self.run.append(command)
        return "it failed" if any(word in command for word in self._failing) else None


def paths(registration: Registration, home: Path) -> list[str]:
    return [file.path.relative_to(home).as_posix() for file in registration.files]


def everything_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


def test_on_linux_each_browser_finds_the_host_where_it_looks(machine: MachineOf) -> None:
    linux = machine("linux")
    assert paths(native_messaging(linux), linux.home) == [
        ".local/share/gatehouse/gatehouse-starter",
        f".config/google-chrome/NativeMessagingHosts/{NAME}",
        f".config/chromium/NativeMessagingHosts/{NAME}",
        f".config/microsoft-edge/NativeMessagingHosts/{NAME}",
        f".config/BraveSoftware/Brave-Browser/NativeMessagingHosts/{NAME}",
    ]
    elsewhere = machine("linux", XDG_CONFIG_HOME="/c")
    _, second, *_ = native_messaging(elsewhere).files
    assert second.path == Path(f"/c/google-chrome/NativeMessagingHosts/{NAME}")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells its folders itself")
def test_this_machine_has_the_folders_of_its_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    here = Machine.here()
    assert here.home == tmp_path
    assert here.data == tmp_path / DATA_FOLDERS[here.system]
    assert MacOS("Gatehouse").user_data_path == tmp_path / DATA_FOLDERS["darwin"]
    monkeypatch.setenv("XDG_DATA_HOME", "/d")
    assert Machine.here().data.parent == Path("/d")


def test_on_macos_each_browser_finds_the_host_where_it_looks(machine: MachineOf) -> None:
    mac = machine("darwin")
    support = "Library/Application Support"
    assert paths(native_messaging(mac), mac.home) == [
        f"{support}/Gatehouse/gatehouse-starter",
        f"{support}/Google/Chrome/NativeMessagingHosts/{NAME}",
        f"{support}/Chromium/NativeMessagingHosts/{NAME}",
        f"{support}/Microsoft Edge/NativeMessagingHosts/{NAME}",
        f"{support}/BraveSoftware/Brave-Browser/NativeMessagingHosts/{NAME}",
    ]


def test_on_windows_the_registry_says_where_the_host_is(machine: MachineOf) -> None:
    windows = machine("win32")
    windows = replace(windows, python=Path(r"C:\Users\Jo 100%\py\python.exe"))
    registration = native_messaging(windows)
    assert paths(registration, windows.home) == [
        "AppData/Local/Gatehouse/gatehouse-starter.bat",
        f"AppData/Local/Gatehouse/{NAME}",
    ]
    launcher, manifest = registration.files
    assert launcher.content.decode().splitlines()[-1] == (
        r'"C:\Users\Jo 100%%\py\python.exe" "-I" "-m" "gateway.install.native_host" %*'
    )
    keys = [
        rf"HKCU\Software\{browser}\NativeMessagingHosts\gatehouse.starter"
        for browser in (
            r"Google\Chrome",
            "Chromium",
            r"Microsoft\Edge",
            r"BraveSoftware\Brave-Browser",
        )
    ]
    told = ("/ve", "/t", "REG_SZ", "/d", str(manifest.path), "/f")
    assert registration.announce == tuple(("reg", "add", key, *told) for key in keys)
    assert registration.retract == tuple(("reg", "delete", key, "/f") for key in keys)


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_the_manifest_allows_our_extension_only(machine: MachineOf, system: System) -> None:
    launcher, *manifests = native_messaging(machine(system)).files
    for manifest in manifests:
        assert json.loads(manifest.content) == {
            "name": "gatehouse.starter",
            "description": "Starts Gatehouse's gateway",
            "path": str(launcher.path),
            "type": "stdio",
            "allowed_origins": [f"{EXTENSION_ORIGIN}/"],
        }
        assert manifest.path.stem == "gatehouse.starter"


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script")
def test_the_launcher_runs_a_python_of_any_name(machine: MachineOf, tmp_path: Path) -> None:
    python = tmp_path / 'it\'s a $HOME "python" 100%' / "python"
    python.parent.mkdir()
    python.write_text('#!/bin/sh\nfor word in "$0" "$@"; do echo "$word"; done\n')
    python.chmod(0o755)
    here = replace(machine("linux"), python=python)
    native_messaging(here).make(here, Commands())
    launcher = native_messaging(here).files[0].path
    said = subprocess.check_output([launcher, "chrome-extension://x/"], text=True)
    assert said.splitlines() == [
        str(python),
        *("-I", "-m", "gateway.install.native_host", "chrome-extension://x/"),
    ]


def test_systemd_unit(machine: MachineOf) -> None:
    linux = machine("linux")
    registration = at_login(linux)
    assert paths(registration, linux.home) == [".config/systemd/user/gatehouse.service"]
    assert registration.announce == (
        ("systemctl", "--user", "daemon-reload"),
        ("systemctl", "--user", "enable", "gatehouse.service"),
    )
    assert registration.retract == (
        ("systemctl", "--user", "disable", "--now", "gatehouse.service"),
    )
    assert start_now(linux) == (("systemctl", "--user", "start", "gatehouse.service"),)
    unit = registration.files[0].content.decode()
    assert f'ExecStart="{sys.executable}" "-I" "-m" "gateway" "run"' in unit
    odd = at_login(replace(linux, python=Path('/opt/100% "py"/python')))
    assert r'ExecStart="/opt/100%% \"py\"/python" ' in odd.files[0].content.decode()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
def test_systemd_verifies_the_unit(machine: MachineOf, tmp_path: Path) -> None:
    linux = machine("linux")
    registration = at_login(linux)
    registration.make(linux, Commands())
    verify = ["systemd-analyze", "--user", "verify", str(registration.files[0].path)]
    env = {**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(verify, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_launchd_reads_the_agent_at_the_next_log_in(machine: MachineOf) -> None:
    mac = machine("darwin")
    registration = at_login(mac)
    assert paths(registration, mac.home) == ["Library/LaunchAgents/gatehouse.gateway.plist"]
    agent = plistlib.loads(registration.files[0].content)
    assert agent == {
        "Label": "gatehouse.gateway",
        "ProgramArguments": [sys.executable, "-I", "-m", "gateway", "run"],
        "RunAtLoad": True,
    }
    path = registration.files[0].path
    bootout = ("launchctl", "bootout", "gui/501/gatehouse.gateway")
    assert start_now(mac) == (bootout, ("launchctl", "bootstrap", "gui/501", str(path)))
    assert registration.retract == (bootout,)


def test_windows_gets_a_task_that_neither_ends_nor_asks_for_rights(machine: MachineOf) -> None:
    windows = replace(
        machine("win32", USERDOMAIN="DESK", USERNAME="Jo & Co"),
        python=Path("/py <3>/python.exe"),
    )
    registration = at_login(windows)
    (task_file,) = registration.files
    assert registration.announce == (
        ("schtasks", "/Create", "/TN", "Gatehouse", "/XML", str(task_file.path), "/F"),
    )
    assert ("schtasks", "/Delete", "/TN", "Gatehouse", "/F") in registration.retract
    assert task_file.content.startswith(b"\xff\xfe"), "schtasks wants UTF-16 with its mark"
    task = ElementTree.fromstring(task_file.content.decode("utf-16"))
    value = {element.tag.rpartition("}")[2]: element.text for element in task.iter()}
    assert value["UserId"] == r"DESK\Jo & Co"
    assert value["Command"] == "/py <3>/pythonw.exe"
    assert value["Arguments"] == "-I -m gateway run"
    assert (value["RunLevel"], value["LogonType"]) == ("LeastPrivilege", "InteractiveToken")
    assert (value["ExecutionTimeLimit"], value["StopIfGoingOnBatteries"]) == ("PT0S", "false")


@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_what_is_made_is_undone_and_nothing_else(machine: MachineOf, system: System) -> None:
    here = machine(system)
    kept = here.config / "chromium" / "Local State"
    kept.parent.mkdir(parents=True)
    kept.write_text("the browser's own")
    here.data.parent.mkdir(parents=True, exist_ok=True)
    before = everything_in(here.home)
    for registration in (native_messaging(here), at_login(here)):
        commands = Commands()
        registration.make(here, commands)
        registration.make(here, commands)
        assert registration.is_made
        undone = Commands()
        gone = registration.undo(here, undone)
        assert not registration.is_there
        assert [str(file.path) for file in registration.files] == gone[len(registration.retract) :]
        assert undone.run == [*registration.retract, *registration.tidy]
        assert registration.undo(here, undone) == [], "twice is not too often"
    assert everything_in(here.home) == before


@pytest.mark.parametrize("system", ["linux", "win32"])
def test_a_refusal_of_the_system_leaves_nothing(machine: MachineOf, system: System) -> None:
    here = machine(system)
    here.config.mkdir(parents=True)
    here.data.parent.mkdir(parents=True)
    before = everything_in(here.home)
    commands = Commands("enable", "/Create")
    with pytest.raises(RegistrationError, match="it failed"):
        at_login(here).make(here, commands)
    assert everything_in(here.home) == before


def test_a_registration_of_another_installation_is_told_from_this_one(machine: MachineOf) -> None:
    this = machine("linux")
    other = replace(this, python=Path("/elsewhere/python"))
    native_messaging(other).make(other, Commands())
    assert native_messaging(this).is_there
    assert not native_messaging(this).is_made


def test_a_command_s_error_is_told() -> None:
    complain = (sys.executable, "-c", "print('no bus'); raise SystemExit(3)")
    assert run_command(complain) == "no bus"
    assert run_command((sys.executable, "-c", "raise SystemExit(3)")) == "it ended with status 3"
    assert run_command((sys.executable, "-c", "print('fine')")) is None
    assert run_command(("gatehouse-no-such-command",)) == "there is no such command on this machine"


def test_a_folder_that_was_there_stays(machine: MachineOf, tmp_path: Path) -> None:
    here = machine("linux", XDG_CONFIG_HOME=str(tmp_path / "config"))
    here.config.mkdir()
    registration = Registration((File(here.config / "a" / "b" / "file", b""),))
    registration.make(here, Commands())
    registration.undo(here, Commands())
    assert everything_in(here.config) == []
    assert here.config.is_dir()


on_unix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")


@pytest.fixture
def open_umask() -> Iterator[None]:
    """The umask of a person who lets everyone write."""
    before = os.umask(0)
    yield
    os.umask(before)


@on_unix
@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_what_is_made_is_the_persons_alone(
    machine: MachineOf, open_umask: None, system: System
) -> None:
    here = machine(system)
    here.home.mkdir(0o755)
    for registration in (native_messaging(here), at_login(here)):
        registration.make(here, Commands())
        registration.make(here, Commands())
    modes = {path: path.stat().st_mode & 0o7777 for path in everything_in(here.home)}
    launcher = native_messaging(here).files[0].path
    assert modes.pop(launcher) == 0o700
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


@on_unix
@pytest.mark.parametrize("mode", [0o775, 0o757, 0o777])
@pytest.mark.parametrize("place", ["", ".config", ".config/chromium/NativeMessagingHosts"])
def test_folder_that_others_can_write_is_refused(machine: MachineOf, place: str, mode: int) -> None:
    here = machine("linux")
    folder = here.home / place
    folder.mkdir(parents=True)
    folder.chmod(mode)
    before = everything_in(here.home)
    with pytest.raises(RegistrationError) as refused:
        native_messaging(here).make(here, Commands())
    assert f"Run: chmod go-w {folder}" in str(refused.value)
    assert everything_in(here.home) == before
    folder.chmod(0o755)
    native_messaging(here).make(here, Commands())
    assert native_messaging(here).is_made


@on_unix
@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="needs another user")
def test_folder_of_another_user_is_refused(machine: MachineOf) -> None:
    here = machine("linux")
    folder = here.config / "chromium"
    folder.mkdir(parents=True)
    os.chown(folder, 65534, -1)
    with pytest.raises(RegistrationError, match=f"{folder} belongs to the user nobody"):
        native_messaging(here).make(here, Commands())


@on_unix
@pytest.mark.parametrize("dangling", [False, True])
@pytest.mark.parametrize("linked", ["the file", "its folder"])
def test_link_is_not_followed(
    machine: MachineOf, tmp_path: Path, linked: str, dangling: bool
) -> None:
    here = machine("linux")
    manifest = native_messaging(here).files[1].path
    place = manifest if linked == "the file" else manifest.parent
    place.parent.mkdir(parents=True)
    elsewhere = tmp_path / "elsewhere"
    if not dangling and linked == "the file":
        elsewhere.write_text("mine")
    elif not dangling:
        elsewhere.mkdir()
        (elsewhere / NAME).write_text("mine")
    place.symlink_to(elsewhere)
    before = everything_in(tmp_path)
    with pytest.raises(RegistrationError, match=f"{place} is a link"):
        native_messaging(here).make(here, Commands())
    assert everything_in(tmp_path) == before
    assert not native_messaging(here).is_made

    gone = native_messaging(here).undo(here, Commands())
    assert gone == ([str(manifest)] if linked == "the file" else [])
    assert elsewhere.exists() is not dangling
    if not dangling:
        mine = elsewhere if linked == "the file" else elsewhere / NAME
        assert mine.read_text() == "mine"


@on_unix
def test_link_of_the_person_to_another_folder_for_settings(
    machine: MachineOf, tmp_path: Path
) -> None:
    """Some keep ~/.config elsewhere. What it leads to is checked like all else."""
    here = machine("linux")
    elsewhere = tmp_path / "dotfiles"
    elsewhere.mkdir(0o755)
    here.home.mkdir()
    here.config.symlink_to(elsewhere)
    native_messaging(here).make(here, Commands())
    assert (elsewhere / "chromium" / "NativeMessagingHosts" / NAME).is_file()
    elsewhere.chmod(0o777)
    with pytest.raises(RegistrationError, match=f"chmod go-w {elsewhere}"):
        native_messaging(here).make(here, Commands())


def test_nothing_is_left_where_a_file_cannot_be_written(machine: MachineOf) -> None:
    here = machine("linux")
    manifest = native_messaging(here).files[1].path
    manifest.mkdir(parents=True)
    with pytest.raises(RegistrationError, match=re.escape(str(manifest))):
        native_messaging(here).make(here, Commands())
    assert everything_in(manifest.parent) == [manifest]


def test_extension_and_gateway_carry_the_same_numbers() -> None:
    package = json.loads((ROOT / "extension" / "package.json").read_text())
    contract = (ROOT / "extension" / "src" / "shared" / "gateway" / "contract.ts").read_text()
    assert package["version"] == __version__
    assert re.findall(r"const CONTRACT = (\d+);", contract) == [str(CONTRACT)]
