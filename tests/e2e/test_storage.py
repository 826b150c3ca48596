"""No key in the browser's storage, on the disk, in the log or in a page."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Playwright, expect

from .extension import Extension, Surface, extension_in_chromium
from .processes import Gateway
from .providers import PROVIDERS, Provider, for_each_provider

EVERYTHING_STORED = """async () => {
  const found = {};
  for (const area of ["local", "sync", "session"]) {
    found[`chrome.storage.${area}`] = await chrome.storage[area].get();
  }
  found.localStorage = { ...localStorage };
  found.sessionStorage = { ...sessionStorage };
  found.indexedDB = await indexedDB.databases();
  found.caches = await caches.keys();
  found.cookies = document.cookie;
  return found;
}"""

SLICE = 6
"""This many equal characters in a row are part of a key, not chance."""


def slices(provider: Provider) -> set[str]:
    """Every piece of the key's secret part."""
    secret = provider.secret
    return {secret[at : at + SLICE] for at in range(len(secret) - SLICE + 1)}


def pieces_in(text: str, provider: Provider) -> set[str]:
    """The pieces of the provider's key that stand in a text."""
    return {piece for piece in slices(provider) if piece in text}


def work_with_keys(extension: Extension, provider: Provider) -> Surface:
    """Do everything that a user can do with a key."""
    popup = extension.open_popup()
    popup.try_key(provider, provider.rejected_key)
    expect(popup.alert).to_be_visible()
    popup.enter_key(provider)
    extension.paste(f"{provider.variable}={provider.key}", into=popup.paste_field)
    popup.button("Save 1 key").click()
    expect(popup.prompt).to_be_focused()
    popup.choose(provider)
    popup.ask_and_wait("[[sandbox: thinking]] Something")
    popup.prompt.fill("A draft")
    return popup


@for_each_provider
def test_no_piece_of_a_key_is_stored_or_logged(
    extension: Extension, gateway: Gateway, provider: Provider
) -> None:
    popup = work_with_keys(extension, provider)
    stored: dict[str, Any] = popup.page.evaluate(EVERYTHING_STORED)

    assert pieces_in(str(stored), provider) == set()
    # Only these names may be stored, and only in memory.
    names = {name.partition(":")[0] for name in stored.pop("chrome.storage.session")}
    assert names <= {"session", "draft", "revision", "history", "thread"}
    # With several workers, all but the first set another port in the extension's options.
    stored["chrome.storage.local"].pop("port", None)
    # The one by which the gateway is recognised; it is no secret.
    stored["chrome.storage.local"].pop("gateway_public_key", None)
    assert not any(stored.values()), stored
    assert pieces_in(popup.page.content(), provider) == set()
    assert pieces_in(extension.cookie_value(), provider) == set()

    # Gemini's own message quotes the whole key here.
    with popup.page.expect_response("**/verify"):
        popup.ask("[[sandbox: suspended]] Something")
    expect(popup.alert).to_contain_text("The key was rejected")
    assert pieces_in(popup.alert.inner_text(), provider) == set()
    assert "PUT /keys/{provider} 200" in gateway.log
    assert pieces_in(gateway.log, provider) == set()


@pytest.mark.usefixtures("gateway")
def test_no_key_lies_on_the_disk(playwright: Playwright, chromium: Path, tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    control = "written-on-purpose-to-be-found"
    with extension_in_chromium(playwright, chromium, profile) as extension:
        for provider in PROVIDERS:
            popup = work_with_keys(extension, provider)
            # Entered but not saved: Chromium keeps the contents of fields for the back button.
            popup.paste_field.press_sequentially(provider.key)
            popup.key_field(provider).fill(provider.key)
            popup.page.goto("about:blank")
        # Proves that the search finds a text that is stored.
        extension.worker.evaluate("text => chrome.storage.local.set({ text })", control)

    files = [path for path in profile.rglob("*") if path.is_file()]
    content = b"\0".join(path.read_bytes() for path in files)
    assert control.encode() in content
    for provider in PROVIDERS:
        for encoding in ("utf-8", "utf-16-le"):
            assert provider.secret.encode(encoding) not in content
