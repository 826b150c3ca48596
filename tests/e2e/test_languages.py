"""Every language of the extension: its strings fit the page, and only its own file is loaded."""

import json
import re

from playwright.sync_api import Page, Request, expect

from .accessibility import cut_off, violations
from .extension import BUILD, Extension
from .providers import PROVIDERS
from .view_catalogue import PROMPT

NARROW = (320, 700)
LANGUAGES = ("de", "es", "fr", "ja", "zh-CN")

CHUNK = re.compile(r"/chunks/(en|de|es|fr|ja|zh-cn)-[^/]+\.js$")


def expect_every_language_to_fit(extension: Extension, page: Page) -> None:
    """Choose one language after the other in the settings, and check the page in each."""
    page.bring_to_front()
    objections: list[str] = []
    for language in LANGUAGES:
        extension.set_settings(language=language)
        expect(page.locator(f"html[lang={language}]")).to_be_attached()
        objections += [f"{language}: {one}" for one in cut_off(page) + violations(page)]
    assert objections == []
    extension.set_settings(language="en")
    expect(page.locator("html[lang=en]")).to_be_attached()


def test_every_language_fits_into_popup_and_narrow_panel(extension: Extension) -> None:
    panel = extension.open_side_panel(NARROW)
    expect_every_language_to_fit(extension, panel.page)
    panel.page.close()

    extension.begin_session(*PROVIDERS)
    popup = extension.open_popup()
    expect_every_language_to_fit(extension, popup.page)
    popup.page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    expect_every_language_to_fit(extension, popup.page)
    popup.page.close()

    panel = extension.open_side_panel(NARROW)
    panel.ask_and_wait(PROMPT)
    expect_every_language_to_fit(extension, panel.page)
    panel.ask("[[sandbox: no_quota]] And who lived in it?")
    expect(panel.alert).to_be_visible()
    expect_every_language_to_fit(extension, panel.page)
    panel.keys.click()
    expect_every_language_to_fit(extension, panel.page)


def test_every_language_fits_into_narrow_options(extension: Extension) -> None:
    page = extension.open_options(NARROW)
    page.get_by_role("button", name="Edit Summarise", exact=True).click()
    expect_every_language_to_fit(extension, page)


def test_no_language_is_loaded_but_the_persons_own(extension: Extension) -> None:
    loaded: set[str] = set()

    def note(request: Request) -> None:
        if found := CHUNK.search(request.url):
            loaded.add(found[1])

    extension.set_settings(language="ja")
    extension.context.on("request", note)
    popup = extension.open_popup()
    extension.context.remove_listener("request", note)
    expect(popup.page.locator("html[lang=ja]")).to_be_attached()
    assert loaded == {"ja"}


def test_the_browser_says_what_the_extension_is(extension: Extension) -> None:
    english = json.loads((BUILD / "_locales/en/messages.json").read_text(encoding="utf-8"))
    manifest = extension.worker.evaluate("chrome.runtime.getManifest()")
    assert manifest["description"] == english["description"]["message"]
    assert manifest["commands"]["open-side-panel"]["description"] == "Open the side panel"
