"""Another user's program listens on the gateway's port. It gets no key, no prompt and no cookie."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .impostors import Identity, Impostor, Key, Relay, with_wrong_signature, without_identity
from .processes import GATEWAY_PORT, Gateway, Sandbox
from .providers import OPENAI, PROVIDERS

LOOK = "00:06"
"""Longer than the time between two health checks."""


def expect_unproven(surface: Surface) -> None:
    """Wait until the page says that it does not believe this gateway, and takes nothing."""
    expect(surface.alert).to_contain_text("This may not be your gateway")
    expect(surface.page.get_by_role("textbox")).to_have_count(0)
    expect(surface.keys).to_have_count(0)
    expect(surface.sign_out).to_have_count(0)


@pytest.mark.parametrize("identity", [without_identity, with_wrong_signature])
def test_a_program_without_a_proof_is_sent_nothing(
    extension: Extension, gateway: Gateway, identity: Callable[[str], Identity | None]
) -> None:
    extension.begin_session(*PROVIDERS)
    gateway.stop()
    with Impostor(identity).listening() as impostor:
        for surface in (extension.open_popup(), extension.open_side_panel()):
            expect_unproven(surface)
            expect(surface.page.get_by_text("gatehouse status", exact=True)).to_be_visible()
            expect(surface.button("Trust the new identity…")).to_have_count(0)
        expect_unproven(extension.open_compare())
        seen = len(impostor.challenges)
        wait_until(lambda: len(impostor.challenges) > seen + 3, "further health checks")
    assert impostor.taken == []
    assert len(set(impostor.challenges)) == len(impostor.challenges)


def test_a_challenge_that_is_handed_on_to_the_real_gateway_proves_nothing(
    extension: Extension, gateway: Gateway, sandbox: Sandbox, tmp_path: Path
) -> None:
    gateway.stop()
    elsewhere = Gateway(sandbox.api_bases, tmp_path, port=GATEWAY_PORT + 5)
    elsewhere.start()
    try:
        relay = Relay(elsewhere.address)
        with Impostor(relay).listening() as impostor:
            expect_unproven(extension.open_popup())
        # The real gateway did sign, and for the address at which it was asked.
        assert relay.passed_on != []
        assert impostor.taken == []
    finally:
        elsewhere.stop()


def test_one_that_takes_the_port_later_gets_no_key_that_is_half_typed(
    extension_with_clock: Extension, gateway: Gateway
) -> None:
    popup = extension_with_clock.open_popup()
    popup.key_field(OPENAI).fill(OPENAI.key)
    gateway.stop()
    with Impostor(Key().sign).listening() as impostor:
        # Before the next health check: the key's own question comes first.
        popup.button("Save OpenAI key").click()
        expect_unproven(popup)
        popup.page.clock.fast_forward(LOOK)
        expect_unproven(popup)
    assert impostor.taken == []
    gateway.start()
    popup.page.clock.fast_forward(LOOK)
    expect(popup.key_field(OPENAI)).to_have_value(OPENAI.key)
    popup.button("Save OpenAI key").click()
    popup.expect_key_state(OPENAI, "Valid")


def test_the_identity_stays_the_same_when_the_gateway_is_started_anew(
    extension: Extension, gateway: Gateway
) -> None:
    extension.open_popup().page.close()
    gateway.restart()
    popup = extension.open_popup()
    expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()


def test_a_new_identity_is_trusted_in_two_steps(extension: Extension, gateway: Gateway) -> None:
    gateway.stop()
    before, after = Key(), Key()
    extension.set_settings(gateway_public_key=before.public)
    with Impostor(after.sign).listening() as impostor:
        popup = extension.open_popup()
        expect_unproven(popup)
        expect(popup.page.get_by_text("deleted or restored")).to_be_visible()
        popup.button("Trust the new identity…").click()
        question = popup.page.get_by_role("group", name="Trust the new identity?")
        expect(question).to_contain_text("The program that has it gets your keys and prompts.")
        expect(popup.button("Do not trust it")).to_be_focused()
        popup.button("Do not trust it").click()
        assert impostor.taken == []
        popup.button("Trust the new identity…").click()
        question.get_by_role("button").last.click()
        expect(popup.alert).to_have_count(0)
        assert any(one.startswith("POST /session") for one in impostor.taken)
    stored = extension.worker.evaluate("chrome.storage.local.get('gateway_public_key')")
    assert stored == {"gateway_public_key": after.public}
