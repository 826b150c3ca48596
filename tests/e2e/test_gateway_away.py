"""The gateway is not running, stops, starts again, or has been replaced by a new one.

The extension looks for it every few seconds; its clock is put forward, so that nobody waits.
"""

import pytest
from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .processes import Gateway
from .providers import OPENAI, PROVIDERS

LOOK = "00:06"
"""Longer than the time between two health checks."""


@pytest.fixture
def popup(extension_with_clock: Extension) -> Surface:
    """An open popup in a session with all keys, whose clock the test can move forward."""
    extension_with_clock.begin_session(*PROVIDERS)
    return extension_with_clock.open_popup()


def expect_away(surface: Surface) -> None:
    """Wait until the popup says that the gateway does not run."""
    expect(surface.alert).to_contain_text("The gateway is not running")


def away_after_a_while(surface: Surface) -> bool:
    """Move the clock forward. Gives whether the popup says that the gateway does not run."""
    surface.page.clock.fast_forward(LOOK)
    return surface.alert.is_visible()


def test_it_stops_in_mid_answer(popup: Surface, gateway: Gateway) -> None:
    popup.ask("[[sandbox: hang_midway]] Half of it")
    expect(popup.response.get_by_role("heading", name="Half of it")).to_be_visible()
    gateway.stop()
    # The popup reconnects a few times before it gives up the stream.
    wait_until(lambda: away_after_a_while(popup), "the view of an absent gateway")
    expect(popup.page.get_by_text("Your draft is kept.")).to_be_visible()


@pytest.mark.default_port
def test_the_command_that_starts_it_is_shown_and_once_started_the_popup_goes_on_by_itself(
    extension: Extension, gateway: Gateway
) -> None:
    gateway.stop()
    # With the real clock: a health check every two seconds, as the page says.
    popup = extension.open_popup()
    expect_away(popup)
    expect(popup.page.get_by_text("make run", exact=True)).to_be_visible()
    expect(popup.page.get_by_text(".venv/bin/python -m gateway", exact=True)).to_be_visible()
    expect(popup.prompt).to_have_count(0)
    popup.button("Copy “make run”").click()
    expect(popup.page.get_by_text("Copied", exact=True)).to_be_attached()
    assert extension.clipboard() == "make run"

    popup.page.bring_to_front()
    gateway.start()
    expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()
    popup.enter_key(OPENAI)


def test_an_open_popup_notices_that_it_has_stopped(popup: Surface, gateway: Gateway) -> None:
    popup.prompt.fill("Not to be lost")
    # Half entered. It must not be lost, since providers show a key only once.
    popup.key_field(OPENAI).fill(OPENAI.key)
    gateway.stop()
    popup.page.clock.fast_forward(LOOK)
    expect_away(popup)
    expect(popup.page.get_by_text("Your draft is kept.")).to_be_visible()
    expect(popup.key_field(OPENAI)).to_have_count(0)
    gateway.start()
    popup.page.clock.fast_forward(LOOK)
    expect(popup.prompt).to_have_value("Not to be lost")
    expect(popup.key_field(OPENAI)).to_have_value(OPENAI.key)
    popup.button("Save OpenAI key").click()
    popup.expect_key_state(OPENAI, "Valid")


def test_after_a_restart_the_person_is_told_kindly_and_the_draft_is_kept(
    popup: Surface, gateway: Gateway
) -> None:
    popup.prompt.fill("Not to be lost")
    gateway.restart()
    popup.page.clock.fast_forward(LOOK)

    expect(popup.alert).to_contain_text("Your session has ended")
    expect(popup.alert).to_contain_text("For your safety the keys were forgotten.")
    expect(popup.prompt).to_have_value("Not to be lost")
    for provider in PROVIDERS:
        popup.expect_key_state(provider, "No key")

    popup.alert.get_by_role("button", name="Enter keys").click()
    expect(popup.paste_field).to_be_focused()
    popup.enter_key(OPENAI)
    expect(popup.alert).to_have_count(0)
