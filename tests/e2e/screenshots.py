"""The README's pictures, taken of the real thing: python -m tests.e2e.screenshots docs/images."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright, expect, sync_playwright

from .browser import find_chromium
from .extension import Surface, extension_in_chromium
from .processes import Gateway, Sandbox
from .providers import PROVIDERS

_PROMPT = "What is a gatehouse?"
_SELECTION = (
    "A gatehouse is a type of fortified gateway, an entry control point building, enclosing or "
    "accompanying a gateway for a town, religious house, castle, manor house, or other "
    "fortification building of importance."
)
_RIGHT_CLICK = """(text) => chrome.storage.session.set({ selection: { text, at: Date.now() } })"""


def main(folder: Path) -> None:
    """Take every picture, in light and dark where both are shown."""
    folder.mkdir(parents=True, exist_ok=True)
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no Chromium. Run `python -m tests.e2e.browser`, which installs one.")
    with tempfile.TemporaryDirectory() as temporary, sync_playwright() as playwright:
        work = Path(temporary)
        sandbox = Sandbox(work)
        gateway = Gateway(sandbox.api_bases, work)
        gateway.start()
        try:
            for scheme in ("light", "dark"):
                _take(playwright, chromium, gateway, folder, work / scheme, scheme)
        finally:
            gateway.stop()
            sandbox.end()


def _take(
    playwright: Playwright, chromium: Path, gateway: Gateway, folder: Path, work: Path, scheme: str
) -> None:
    def shoot(surface: Surface, name: str) -> None:
        path = folder / f"{name}-{scheme}.png"
        surface.page.screenshot(path=path)
        print(f"▸ {path}")

    with extension_in_chromium(
        playwright,
        chromium,
        work,
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2,
    ) as extension:
        popup = extension.open_popup()
        shoot(popup, "popup-first")
        for provider in PROVIDERS:
            popup.enter_key(provider)
        shoot(popup, "popup-keys")
        popup.ask_and_wait(_PROMPT)
        shoot(popup, "popup-answer")
        extension.worker.evaluate(_RIGHT_CLICK, _SELECTION)
        panel = extension.open_side_panel()
        expect(panel.prompt).to_have_value(_SELECTION)
        shoot(panel, "side-panel-selection")
        gateway.stop()
        expect(popup.page.get_by_text("The gateway is not running")).to_be_visible()
        shoot(popup, "popup-away")
        gateway.start()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
