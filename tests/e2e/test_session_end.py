"""A session that expires: announced beforehand, explained afterwards, and no draft lost.

The extension learns of the end only when the gateway no longer knows the session. So the tests end
it there, behind the extension's back, instead of waiting for hours.
"""

import pytest
from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .processes import call_gateway
from .providers import ANTHROPIC, OPENAI, PROVIDERS


def end_behind_its_back(extension: Extension) -> None:
    """End the session at the gateway, without the extension."""
    assert call_gateway("/session", extension.session_headers(), method="DELETE") == 204


@pytest.mark.parametrize(
    ("hours", "reason"),
    [
        ("00:01:00", "It had not been used for a while."),
        ("24:01:00", "It had lasted as long as a session may."),
    ],
    ids=["idle", "a day is over"],
)
def test_generate_tells_why_it_ended_and_sends_nothing(
    extension_with_clock: Extension, hours: str, reason: str
) -> None:
    extension_with_clock.begin_session(*PROVIDERS)
    popup = extension_with_clock.open_popup()
    popup.page.clock.fast_forward(hours)
    end_behind_its_back(extension_with_clock)

    popup.ask("Not to be lost")
    expect(popup.alert).to_contain_text("Your session has ended")
    expect(popup.alert).to_contain_text(reason)
    expect(popup.alert).to_contain_text("your draft is kept")
    expect(popup.prompt).to_have_value("Not to be lost")
    for provider in PROVIDERS:
        popup.expect_key_state(provider, "No key")
    assert popup.generations() == []

    popup.alert.get_by_role("button", name="Enter keys").click()
    expect(popup.paste_field).to_be_focused()
    popup.enter_key(OPENAI)
    expect(popup.alert).to_have_count(0)
    popup.generate.click()
    expect(popup.response.get_by_role("heading", name="Not to be lost")).to_be_visible()


def test_a_key_saved_after_the_end_is_saved_in_a_new_session(
    extension: Extension, popup: Surface
) -> None:
    end_behind_its_back(extension)
    popup.try_key(ANTHROPIC, ANTHROPIC.key)
    popup.expect_key_state(ANTHROPIC, "Valid")
    popup.expect_key_state(OPENAI, "No key")


def test_a_popup_opened_after_the_end_tells_it(extension: Extension, popup: Surface) -> None:
    popup.ask_and_wait("Asked in the old session")
    popup.prompt.fill("Not to be lost")
    popup.page.close()
    end_behind_its_back(extension)
    again = extension.open_popup()
    expect(again.alert).to_contain_text("Your session has ended")
    expect(again.prompt).to_have_value("Not to be lost")
    # The conversations are gone together with the keys.
    expect(again.page.get_by_role("article")).to_have_count(0)
    assert "old session" not in str(again.page.evaluate("chrome.storage.session.get()"))


def test_the_end_is_seen_coming_and_can_be_put_off(extension_with_clock: Extension) -> None:
    extension_with_clock.begin_session(*PROVIDERS)
    popup = extension_with_clock.open_popup()
    keep = popup.button("Keep it")
    expect(keep).to_have_count(0)
    # Almost the eight hours that a session lasts without use.
    popup.page.clock.fast_forward("07:55:00")

    def look_again() -> bool:
        popup.page.clock.fast_forward("00:06")
        return keep.is_visible()

    wait_until(look_again, "the warning")
    expect(popup.page.get_by_text("unless you use it")).to_be_visible()
    with popup.page.expect_response("**/providers"):
        keep.click()
