"""Gatehouse installed from its wheel, with its own environment and home folder."""

import json
import os
import re
import shutil
import struct
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

import uv

from gateway import EXTENSION_ORIGIN
from gateway.install.dist import build_wheel
from tests.polling import TIMEOUT

# If this is set, the environment starts empty and pip installs all dependencies.
_FROM_NOTHING = "GATEHOUSE_TEST_EMPTY_ENVIRONMENT"

# The only caller of the native messaging host, and its two messages.
OURS = f"{EXTENSION_ORIGIN}/"
START = {"command": "start"}
IDENTIFY = {"command": "identify"}


class WheelEnvironment:
    """A Python environment of its own, with Gatehouse from its wheel."""

    def __init__(self, folder: Path) -> None:
        wheel = build_wheel(folder)
        venv.create(folder / "environment")
        self.programs = folder / "environment" / ("Scripts" if sys.platform == "win32" else "bin")
        python = self.programs / "python"
        command = [uv.find_uv_bin(), "pip", "install", "--quiet", "--python", str(python)]
        if os.environ.get(_FROM_NOTHING):
            subprocess.run([*command, str(wheel)], check=True)
            return
        # Gatehouse from the wheel, everything else from the environment that runs the tests.
        subprocess.run([*command, "--no-deps", "--offline", str(wheel)], check=True)
        packages = next((folder / "environment").rglob("site-packages"))
        (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"))


class WheelInstall:
    """The command `gatehouse` of a user who installed the wheel."""

    def __init__(self, environment: WheelEnvironment, home: Path) -> None:
        self.home = home
        self._programs = environment.programs
        for folder in ("share", "state"):
            (self.home / ".local" / folder).mkdir(parents=True)
        (self.home / ".config").mkdir()

    @property
    def profile(self) -> Path:
        """Chromium's profile folder, where it looks for native messaging hosts."""
        if sys.platform == "darwin":
            return self.home / "Library" / "Application Support" / "Chromium"
        return self.home / ".config" / "chromium"

    @property
    def manifest(self) -> Path:
        """The native messaging host's manifest for Chromium."""
        return self.profile / "NativeMessagingHosts" / "gatehouse.starter.json"

    @property
    def launcher(self) -> Path:
        """The program that the manifest names."""
        return Path(json.loads(self.manifest.read_text())["path"])

    def variables(self, **more: str) -> dict[str, str]:
        """The user's environment, without the settings of the user who runs the tests."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GATEWAY_", "XDG_", "PYTHON"))
        }
        return {**kept, "HOME": str(self.home), **more}

    def gatehouse(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run a command outside the source folder."""
        return subprocess.run(
            [self._programs / "gatehouse", *words],
            cwd=self.home,
            env=self.variables(),
            capture_output=True,
            text=True,
            timeout=TIMEOUT,
            check=False,
        )

    def extension(self, folder: Path, **changes: Any) -> Path:
        """Copy the extension from the wheel, with changes to its manifest."""
        copied = folder / "extension"
        shutil.copytree(self.gatehouse("extension").stdout.strip(), copied)
        manifest = copied / "manifest.json"
        manifest.write_text(json.dumps(json.loads(manifest.read_text()) | changes))
        return copied

    def call_launcher(self, sent: bytes, caller: str, **variables: str) -> dict[str, Any]:
        """Run the launcher as the browser would, with this input and caller. Gives its answer."""
        done = subprocess.run(
            [self.launcher, caller],
            input=sent,
            cwd=self.launcher.parent,  # as browsers do
            env=self.variables(**variables),
            stdout=subprocess.PIPE,
            timeout=TIMEOUT,
            check=False,
        )
        (length,) = struct.unpack("=I", done.stdout[:4])
        assert length == len(done.stdout[4:])
        answer: dict[str, Any] = json.loads(done.stdout[4:])
        assert done.returncode == (0 if answer["ok"] else 1)
        return answer

    def listing(self) -> list[str]:
        """Every path in the home folder except the browser's own files."""
        browser_s = re.compile(r"\.(cache|pki)(/|$)|/(chromium|Chromium)(/(?!NativeMessaging)|$)")
        found = (path.relative_to(self.home).as_posix() for path in self.home.rglob("*"))
        return sorted(path for path in found if not browser_s.search(path))


def message(content: object) -> bytes:
    """A native message: its length, then JSON."""
    body = json.dumps(content).encode()
    return struct.pack("=I", len(body)) + body
