"""Screenshots of every view, taken in a real Chromium.

python -m tests.e2e.screenshots docs/images [VIEW …]
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from .browser import find_chromium
from .extension import Surface, extension_in_chromium
from .processes import Gateway, Sandbox
from .view_catalogue import VIEWS, Setup, View

_PANEL = (400, 800)
# Where the extension is loaded; no view of ours.
_BROWSER_S_PAGE = "extensions-page"
_SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main(folder: Path, names: Sequence[str]) -> None:
    """Take a picture of each view, or of those that are named, in light and in dark."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no Chromium. Run `python -m tests.e2e.browser`, which installs one.")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        work = Path(temporary)
        sandbox = Sandbox(work)
        gateway = Gateway(sandbox.api_bases, work)
        profile = work / "profile"
        try:
            with extension_in_chromium(
                playwright, chromium, profile, device_scale_factor=2
            ) as extension:
                if not names or _BROWSER_S_PAGE in names:
                    _shoot(extension.open_extensions_page(), folder / f"{_BROWSER_S_PAGE}.png")
                for view in VIEWS:
                    if not names or view.name in names:
                        gateway.ensure_running()
                        extension.reset_browser()
                        _take(view, Setup(extension, gateway), folder)
        finally:
            gateway.stop()
            sandbox.end()


def _take(view: View, setup: Setup, folder: Path) -> None:
    view.arrange(setup)
    surface = view.open(setup, panel=_PANEL if view.pictured_in_panel else None)
    for scheme in _SCHEMES:
        surface.page.emulate_media(color_scheme=scheme)
        _shoot(surface, folder / f"{view.name}-{scheme}.png")


def _shoot(surface: Surface, path: Path) -> None:
    # An element under the pointer looks different.
    surface.page.mouse.move(0, 0)
    surface.page.screenshot(path=path)
    print(f"▸ {path}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
