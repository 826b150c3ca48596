"""Registers the native messaging host, which starts the gateway, with the browsers.

The places are documented by Chrome ("Native messaging host location") and Edge. Brave and Chromium
have the same in folders of their own. They are written for all browsers, installed or not.
"""

import json
import shlex
from pathlib import Path

from gateway import EXTENSION_ORIGIN
from gateway.install.machine import Machine
from gateway.install.registration import File, Registration

HOST_NAME = "gatehouse.starter"

BROWSERS = ("Chrome", "Chromium", "Edge", "Brave")

# Below Machine.config, or on Windows in the person's registry.
_FOLDERS = {
    "linux": (
        "google-chrome",
        "chromium",
        "microsoft-edge",
        "BraveSoftware/Brave-Browser",
    ),
    "darwin": (
        "Google/Chrome",
        "Chromium",
        "Microsoft Edge",
        "BraveSoftware/Brave-Browser",
    ),
    "win32": (
        r"Google\Chrome",
        "Chromium",
        r"Microsoft\Edge",
        r"BraveSoftware\Brave-Browser",
    ),
}


def native_messaging(machine: Machine) -> Registration:
    """The host's manifests and its launcher, for this person only."""
    if machine.system == "win32":
        return _on_windows(machine)
    launcher = machine.data / "gatehouse-starter"
    words = shlex.join(_host_command(machine))
    script = f'#!/bin/sh\nexec {words} "$@"\n'
    manifest = _manifest(launcher)
    return Registration(
        (
            File(launcher, script.encode(), executable=True),
            *(
                File(
                    machine.config / folder / "NativeMessagingHosts" / f"{HOST_NAME}.json", manifest
                )
                for folder in _FOLDERS[machine.system]
            ),
        )
    )


def _on_windows(machine: Machine) -> Registration:
    """On Windows the registry has the manifest's path. reg.exe needs no administrator."""
    launcher = machine.data / "gatehouse-starter.bat"
    manifest = machine.data / f"{HOST_NAME}.json"
    words = " ".join(f'"{word}"' for word in _host_command(machine)).replace("%", "%%")
    # 65001 is UTF-8: the path may contain any character.
    script = f"@echo off\r\nchcp 65001 >nul\r\n{words} %*\r\n"
    keys = [
        rf"HKCU\Software\{folder}\NativeMessagingHosts\{HOST_NAME}" for folder in _FOLDERS["win32"]
    ]
    return Registration(
        files=(File(launcher, script.encode()), File(manifest, _manifest(launcher))),
        announce=tuple(
            ("reg", "add", key, "/ve", "/t", "REG_SZ", "/d", str(manifest), "/f") for key in keys
        ),
        retract=tuple(("reg", "delete", key, "/f") for key in keys),
    )


def _host_command(machine: Machine) -> tuple[str, ...]:
    return (str(machine.python), "-I", "-m", "gateway.install.native_host")


def _manifest(launcher: Path) -> bytes:
    """The host's manifest, which lets only our extension call it."""
    manifest = {
        "name": HOST_NAME,
        "description": "Starts Gatehouse's gateway",
        "path": str(launcher),
        "type": "stdio",
        "allowed_origins": [f"{EXTENSION_ORIGIN}/"],
    }
    return (json.dumps(manifest, indent=2) + "\n").encode()
