"""Sign-out: keys, session and answers are gone everywhere."""

from playwright.sync_api import expect

from .extension import Extension, Surface
from .processes import call_gateway
from .providers import PROVIDERS


def test_keys_cookie_and_storage_are_gone(extension: Extension, popup: Surface) -> None:
    popup.prompt.fill("A draft")
    assert extension.cookie() is not None
    popup.sign_out.click()

    expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()
    for provider in PROVIDERS:
        popup.expect_key_state(provider, "No key")
    expect(popup.prompt).to_have_value("")
    expect(popup.alert).to_have_count(0)
    assert extension.cookie() is None
    assert popup.page.evaluate("chrome.storage.session.get()") == {}


def test_a_stolen_copy_of_the_session_is_worthless(extension: Extension, popup: Surface) -> None:
    stolen = extension.session_headers()
    assert call_gateway("/providers", stolen) == 200, "it would have been worth something"
    popup.sign_out.click()
    expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()
    assert call_gateway("/providers", stolen) == 401


def test_the_answer_is_gone(extension: Extension, popup: Surface) -> None:
    popup.ask_and_wait("Something private")
    popup.sign_out.click()
    expect(popup.response).to_have_count(0)
    popup.page.close()
    again = extension.open_popup()
    expect(again.response).to_have_count(0)
    expect(again.page.get_by_text("Something private")).to_have_count(0)
    assert again.generations() == []


def test_an_open_panel_is_signed_out_as_well(extension: Extension, popup: Surface) -> None:
    popup.ask_and_wait("Seen in both")
    panel = extension.open_side_panel()
    expect(panel.response).to_be_visible()
    popup.sign_out.click()
    expect(panel.response).to_have_count(0)
    for provider in PROVIDERS:
        panel.expect_key_state(provider, "No key")


def test_one_can_begin_again_at_once(popup: Surface) -> None:
    popup.sign_out.click()
    for provider in PROVIDERS:
        popup.enter_key(provider)
    popup.ask_and_wait("Here again")


def test_it_ends_an_answer_in_the_making(popup: Surface) -> None:
    popup.ask("[[sandbox: hang_midway]] Half of it")
    expect(popup.response.get_by_role("heading", name="Half of it")).to_be_visible()
    popup.sign_out.click()
    expect(popup.response).to_have_count(0)
    expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()
