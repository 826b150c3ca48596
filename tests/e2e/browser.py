"""The Chromium that the end-to-end tests drive. Run as a program: installs one where there is none.

Branded Chrome is never taken: it refuses `--load-extension`.
"""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

_COMMANDS = ("chromium", "chromium-browser")


def find_chromium() -> Path | None:
    """Find a Chromium: on the PATH, in the system's usual places, or Playwright's own."""
    for command in _COMMANDS:
        if found := shutil.which(command):
            return Path(found)
    return next((path for path in (*_usual_places(), _playwrights_own()) if path.is_file()), None)


def install_chromium() -> None:
    """Install one: Debian's own where we may, else the one that Playwright brings along."""
    if not _install_package():
        _say("Installing Playwright's Chromium")
        # Its "headless shell" cannot load extensions.
        own = [sys.executable, "-m", "playwright", "install", "--no-shell", "chromium"]
        subprocess.run(own, check=True)


def main() -> int:
    """Say which Chromium there is, after installing one if need be."""
    if (found := find_chromium()) is None:
        install_chromium()
        if (found := find_chromium()) is None:
            _say("No Chromium was found after installing one. Put `chromium` on the PATH.")
            return 1
    _say(f"Chromium for the tests: {found}")
    return 0


def _usual_places() -> list[Path]:
    if sys.platform == "darwin":
        application = Path("Applications/Chromium.app/Contents/MacOS/Chromium")
        return [Path("/") / application, Path.home() / application]
    folders = (os.environ.get(name) for name in ("LOCALAPPDATA", "PROGRAMFILES"))
    return [Path(folder) / "Chromium/Application/chrome.exe" for folder in folders if folder]


def _playwrights_own() -> Path:
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _install_package() -> bool:
    """Install the system's package, and say whether that worked."""
    if shutil.which("apt-get") is None or not _is_debian():
        return False
    as_root = _as_root()
    if as_root is None:
        return False
    _say("Installing Debian's package chromium")
    return all(
        subprocess.run([*as_root, "apt-get", *words], check=False).returncode == 0
        for words in (["-q", "update"], ["-q", "install", "-y", "chromium"])
    )


def _is_debian() -> bool:
    """Ubuntu has apt-get, but its package is a snap, which cannot read our files."""
    try:
        return platform.freedesktop_os_release().get("ID") == "debian"
    except OSError:
        return False


def _as_root() -> list[str] | None:
    """Give the prefix that runs a command as root, None if there is none."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    asked = shutil.which("sudo") and subprocess.run([*sudo, "true"], check=False).returncode == 0
    return sudo if asked else None


def _say(text: str) -> None:
    sys.stdout.write(f"▸ {text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
