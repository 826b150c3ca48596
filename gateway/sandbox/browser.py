"""Open a Chromium with the extension loaded and a profile of its own, if one is installed."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Chromium only: Chrome itself no longer takes --load-extension.
_NAMES = ("chromium", "chromium-browser")
_PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    os.path.expandvars(r"%LOCALAPPDATA%\Chromium\Application\chrome.exe"),
)


@contextmanager
def browser_with_extension(extension: Path | None) -> Iterator[bool]:
    """Keep the browser open while the context lasts; gives whether there is one."""
    command = _find()
    if command is None or extension is None or not _has_screen():
        yield False
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options = [
            f"--user-data-dir={profile}",
            f"--load-extension={extension}",
            f"--disable-extensions-except={extension}",
            "--no-first-run",
            "--no-default-browser-check",
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")
        browser = subprocess.Popen(  # noqa: S603 - found on PATH
            [command, *options, "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            yield True
        finally:
            browser.terminate()
            browser.wait()


def _find() -> str | None:
    found = (shutil.which(name) for name in _NAMES)
    placed = (place for place in _PLACES if Path(place).is_file())
    return next((command for command in (*found, *placed) if command), None)


def _has_screen() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
