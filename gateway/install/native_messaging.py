"""How a browser finds the program that starts the gateway: Chrome's native messaging.

Where each browser looks is documented by Chrome ("Native messaging host location") and Edge; Brave
and Chromium look likewise in their own folders. One that is not installed takes no notice.
"""

import json
import shlex
from pathlib import Path

from gateway import EXTENSION_ORIGIN
from gateway.install.machine import Machine
from gateway.install.registration import File, Registration

HOST_NAME = "gatehouse.starter"

BROWSERS = ("Chrome", "Chromium", "Edge", "Brave")

# Below the folder of settings, or in the registry of the person.
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
    """The host's manifests and its launcher, for the person alone."""
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
    """There the registry says where the manifest lies; reg.exe needs no right but the person's."""
    launcher = machine.data / "gatehouse-starter.bat"
    manifest = machine.data / f"{HOST_NAME}.json"
    words = " ".join(f'"{word}"' for word in _host_command(machine)).replace("%", "%%")
    # The path may hold letters that only this code page writes as we do.
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
    """As the browsers read it. They let nobody but our extension call."""
    manifest = {
        "name": HOST_NAME,
        "description": "Starts Gatehouse's gateway",
        "path": str(launcher),
        "type": "stdio",
        "allowed_origins": [f"{EXTENSION_ORIGIN}/"],
    }
    return (json.dumps(manifest, indent=2) + "\n").encode()
