"""Gatehouse installed from its wheel into an environment and a home of the test's own."""

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

# With this set nothing is borrowed: the environment begins empty, and the wheel brings everything.
_FROM_NOTHING = "GATEHOUSE_TEST_EMPTY_ENVIRONMENT"

# Who may call the host, and the one thing that may be said.
OURS = f"{EXTENSION_ORIGIN}/"
START = {"command": "start"}


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
    """The command `gatehouse` of one person, who has it from a wheel."""

    def __init__(self, environment: WheelEnvironment, home: Path) -> None:
        self.home = home
        self._programs = environment.programs
        (self.home / ".local" / "share").mkdir(parents=True)
        (self.home / ".config").mkdir()

    @property
    def profile(self) -> Path:
        """Where Chromium keeps what is the person's, and looks for native messaging hosts."""
        if sys.platform == "darwin":
            return self.home / "Library" / "Application Support" / "Chromium"
        return self.home / ".config" / "chromium"

    @property
    def manifest(self) -> Path:
        """The native messaging host's manifest for Chromium."""
        return self.profile / "NativeMessagingHosts" / "gatehouse.starter.json"

    @property
    def launcher(self) -> Path:
        """What the manifest tells the browser to run."""
        return Path(json.loads(self.manifest.read_text())["path"])

    def variables(self, **more: str) -> dict[str, str]:
        """The person's environment: a home, and nothing of whoever runs the tests."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GATEWAY_", "XDG_", "PYTHON"))
        }
        return {**kept, "HOME": str(self.home), **more}

    def gatehouse(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Type a command, somewhere else than among the sources."""
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
        """Run what the browser would run, with these bytes and that caller; gives its answer."""
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
        """Everything in the home, but for the browser's own things."""
        browser_s = re.compile(r"\.(cache|pki)(/|$)|/(chromium|Chromium)(/(?!NativeMessaging)|$)")
        found = (path.relative_to(self.home).as_posix() for path in self.home.rglob("*"))
        return sorted(path for path in found if not browser_s.search(path))


def message(content: object) -> bytes:
    """As a browser sends it: the length, then JSON."""
    body = json.dumps(content).encode()
    return struct.pack("=I", len(body)) + body
