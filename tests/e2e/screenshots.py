"""The README's pictures, taken of the real thing: python -m tests.e2e.screenshots docs/images."""

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Playwright, expect, sync_playwright

from .browser import find_chromium
from .extension import Extension, Surface, extension_in_chromium
from .processes import Gateway, Sandbox
from .providers import PROVIDERS

_PROMPT = "What is a gatehouse?"
_SELECTION = (
    "A gatehouse is a type of fortified gateway, an entry control point building, enclosing or "
    "accompanying a gateway for a town, religious house, castle, manor house, or other "
    "fortification building of importance."
)
# What a click into the context menu leaves for the panel.
_RIGHT_CLICK = """(text) => chrome.storage.session.set({ selection: { text, at: Date.now() } })"""

Shoot = Callable[[Surface, str], None]


def main(folder: Path) -> None:
    """Take every picture, in light and in dark."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no Chromium. Run `python -m tests.e2e.browser`, which installs one.")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        work = Path(temporary)
        sandbox = Sandbox(work)
        gateway = Gateway(sandbox.api_bases, work)
        try:
            for scheme in ("light", "dark"):
                _take_in(scheme, playwright, chromium, gateway, folder, work)
        finally:
            gateway.stop()
            sandbox.end()


def _take_in(
    scheme: str,
    playwright: Playwright,
    chromium: Path,
    gateway: Gateway,
    folder: Path,
    work: Path,
) -> None:
    def shoot(surface: Surface, name: str) -> None:
        # What the pointer rests on looks different from what it is at rest.
        surface.page.mouse.move(0, 0)
        path = folder / f"{name}-{scheme}.png"
        surface.page.screenshot(path=path)
        print(f"▸ {path}")

    gateway.ensure()
    with extension_in_chromium(
        playwright,
        chromium,
        work / scheme,
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2,
    ) as extension:
        _walk(extension, gateway, shoot)


def _walk(extension: Extension, gateway: Gateway, shoot: Shoot) -> None:
    """Go a person's way, and take a picture at every stop."""
    popup = extension.open_popup()
    for provider in PROVIDERS:
        popup.enter_key(provider)
    popup.prompt.focus()
    shoot(popup, "popup-keys")
    popup.page.close()

    extension.worker.evaluate(_RIGHT_CLICK, _SELECTION)
    panel = extension.open_side_panel()
    expect(panel.prompt).to_have_value(_SELECTION)
    shoot(panel, "side-panel-selection")
    panel.page.close()

    shoot(Surface(extension.open_options()), "options")

    popup = extension.open_popup()
    popup.ask_and_wait(_PROMPT)
    shoot(popup, "popup-answer")

    gateway.stop()
    expect(popup.alert).to_contain_text("The gateway is not running")
    shoot(popup, "popup-away")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
