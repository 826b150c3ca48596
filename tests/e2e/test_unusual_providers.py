"""Unusual providers: unreachable, silent, slow, or still with the fixed models.

Each needs a gateway of its own, and starting one is slow. So they stand together: it changes only
where it must.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .fake_servers import HesitantProvider
from .processes import Gateway, Sandbox
from .providers import ANTHROPIC, GEMINI, OPENAI, Provider, for_each_provider

# Nothing listens on port 1. The timeout is short for providers that never answer.
SILENCE: dict[str, Any] = {
    "api_bases": {"openai": "http://127.0.0.1:1/v1"},
    "provider_timeout": "2",
}


@pytest.fixture
def gateway(package_gateway: Gateway) -> Gateway:
    """The gateway. Each test starts it with the settings that it needs."""
    return package_gateway


def test_a_key_that_cannot_be_checked_is_kept_only_when_the_person_says_so(
    extension: Extension, gateway: Gateway
) -> None:
    gateway.ensure_running(**SILENCE)
    popup = extension.open_popup()

    popup.try_key(OPENAI, OPENAI.key)
    expect(popup.alert).to_contain_text("The provider cannot be reached.")
    popup.expect_key_state(OPENAI, "No key")

    popup.alert.get_by_role("button", name="Keep it without checking").click()
    popup.expect_key_state(OPENAI, "Not verified")
    expect(popup.page.get_by_text(OPENAI.masked)).to_have_count(1)
    expect(popup.key_field(OPENAI)).to_have_value("")
    expect(popup.button("Check again: OpenAI key")).to_be_visible()


def test_a_provider_that_says_nothing_is_given_up(extension: Extension, gateway: Gateway) -> None:
    gateway.ensure_running(**SILENCE)
    extension.begin_session(GEMINI)
    popup = extension.open_popup()
    popup.choose(GEMINI)
    popup.ask("[[sandbox: hang]] Something")
    expect(popup.alert).to_contain_text("The provider took too long")
    expect(popup.alert.get_by_role("button", name="Try again")).to_be_enabled()


def test_a_popup_closed_while_a_key_is_saved_does_not_cost_the_session(
    extension: Extension, gateway: Gateway
) -> None:
    with HesitantProvider().listening() as provider:
        gateway.restart({"openai": provider.api_base})
        extension.begin_session(ANTHROPIC)
        popup = extension.open_popup()
        popup.expect_key_state(ANTHROPIC, "Valid")
        sealed_before = extension.cookie_value()

        popup.try_key(OPENAI, OPENAI.key)
        provider.wait_until_asked()
        popup.page.close()
        # Once another page is ready, the closed page's requests have been cancelled.
        extension.open_side_panel().expect_key_state(ANTHROPIC, "Valid")
        assert extension.cookie_value() == sealed_before
        provider.answer()

        # The gateway seals the session again, and no page waits for its answer any more.
        wait_until(lambda: extension.cookie_value() != sealed_before, "the new cookie")
        again = extension.open_popup()
        again.expect_key_state(ANTHROPIC, "Valid")
        again.expect_key_state(OPENAI, "Valid")
        expect(again.alert).to_have_count(0)


@pytest.fixture(scope="module")
def living_sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    """Stand-in providers whose fixed models are not retired."""
    running = Sandbox(tmp_path_factory.mktemp("living"), "--keep-fixed-models", "--pace-ms", "1")
    yield running
    running.end()


@pytest.fixture
def gateway_before_living_models(gateway: Gateway, living_sandbox: Sandbox) -> None:
    gateway.ensure_running(living_sandbox.api_bases)


@for_each_provider
@pytest.mark.usefixtures("gateway_before_living_models")
def test_the_fixed_model_is_used(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    popup.ask_and_wait("Which model?")

    answer = popup.generations()[0]
    assert (answer["model"], answer["upstream_model"]) == (provider.model, provider.retired_model)
    assert answer["notices"] == []
    expect(popup.meta.get_by_role("listitem").first).to_have_text(provider.model)
    expect(popup.meta).not_to_contain_text("fallback")
    expect(popup.page.get_by_role("article").get_by_role("heading", level=2).first).to_have_text(
        f"{provider.name} · {provider.model}"
    )
