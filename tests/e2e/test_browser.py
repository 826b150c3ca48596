"""How the tests find or install Chromium. These tests install nothing."""

import os
import platform
import shutil
import subprocess
from pathlib import Path

import pytest

from . import browser

Commands = list[list[str]]


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Every command that would have been run, on a Debian where we are root."""
    found: Commands = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        found.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": "debian"})
    monkeypatch.setattr(os, "geteuid", lambda: 0, raising=False)
    return found


def test_existing_chromium_is_used(commands: Commands, capsys: pytest.CaptureFixture[str]) -> None:
    assert browser.main() == 0
    assert commands == []
    assert "/usr/bin/chromium" in capsys.readouterr().out.replace("\\", "/")


def test_branded_chrome_is_no_chromium(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        shutil, "which", lambda name: "/usr/bin/chrome" if "chrome" in name else None
    )
    monkeypatch.setattr(browser, "_usual_places", list)
    monkeypatch.setattr(browser, "_playwrights_own", lambda: Path("nowhere"))
    assert browser.find_chromium() is None


def test_on_debian_its_package_is_installed(commands: Commands) -> None:
    browser.install_chromium()
    assert [command[:2] for command in commands] == [["apt-get", "-q"], ["apt-get", "-q"]]
    assert commands[1][-1] == "chromium"


def test_elsewhere_playwright_brings_one(
    commands: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Ubuntu's package is a snap, which cannot read an extension outside its sandbox.
    monkeypatch.setattr(platform, "freedesktop_os_release", lambda: {"ID": "ubuntu"})
    browser.install_chromium()
    assert [command[-4:] for command in commands] == [
        ["playwright", "install", "--no-shell", "chromium"]
    ]
