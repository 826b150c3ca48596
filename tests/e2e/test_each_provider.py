"""The main features, with each of the three providers."""

import re

from playwright.sync_api import expect

from .extension import Extension, Surface
from .processes import GATEWAY
from .providers import PROVIDERS, Provider, for_each_provider

pytestmark = for_each_provider


def test_a_key_can_be_entered(extension: Extension, provider: Provider) -> None:
    popup = extension.open_popup()
    expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()
    field = popup.key_field(provider)
    expect(field).to_have_attribute("type", "password")
    expect(field).to_have_attribute("autocomplete", "off")

    popup.try_key(provider, provider.key)

    popup.expect_key_state(provider, "Valid")
    expect(field).to_have_value("")
    expect(popup.page.get_by_text(provider.masked)).to_have_count(1)
    assert provider.secret[:6] not in popup.page.content()
    # One key is enough to begin.
    expect(popup.sign_out).to_be_visible()
    expect(popup.generate).to_be_enabled()


def test_a_key_is_checked_as_the_provider_needs(extension: Extension, provider: Provider) -> None:
    popup = extension.open_popup()

    popup.try_key(provider, provider.rejected_key)

    expect(popup.alert).to_contain_text("The key was rejected.")
    expect(popup.alert).to_contain_text(f"{provider.name} does not accept")
    popup.expect_key_state(provider, "No key")
    # The typed key stays, so that it can be corrected.
    expect(popup.key_field(provider)).to_have_value(provider.rejected_key)

    popup.try_key(provider, provider.key)

    popup.expect_key_state(provider, "Valid")
    expect(popup.alert).to_have_count(0)


def test_a_key_is_kept_in_the_session_only(extension: Extension, provider: Provider) -> None:
    popup = extension.open_popup()
    popup.enter_key(provider)
    popup.page.close()

    again = extension.open_popup()
    again.keys.wait_for()
    expect(again.page.get_by_text(provider.masked)).to_have_count(1)

    # The same browser with another session knows nothing of it.
    extension.context.clear_cookies()
    stranger = extension.open_popup()
    stranger.expect_key_state(provider, "No key")
    expect(stranger.page.get_by_text(provider.masked)).to_have_count(0)


def test_a_key_is_gone_when_the_session_ends(popup: Surface, provider: Provider) -> None:
    popup.sign_out.click()

    popup.expect_key_state(provider, "No key")
    expect(popup.page.get_by_text(provider.masked)).to_have_count(0)
    # The gateway does not have it either.
    popup.page.reload()
    popup.expect_key_state(provider, "No key")
    states = {
        one["id"]: one["key"]["state"] for one in popup.call("GET", "/providers")["providers"]
    }
    assert states[provider.id] == "missing"


def test_the_dropdown_chooses(popup: Surface, provider: Provider) -> None:
    options = [f"{one.name} · {one.model}" for one in PROVIDERS]
    expect(popup.provider.get_by_role("option")).to_have_text(options)

    popup.choose(provider)
    popup.ask_and_wait("Who answers?")

    expect(popup.response).to_contain_text(f"{provider.name} stand-in")
    assert popup.generations()[0]["provider"] == provider.id


def test_the_choice_persists(extension: Extension, popup: Surface, provider: Provider) -> None:
    # Another one is selected before, so that the first in the list is really chosen.
    other = PROVIDERS[PROVIDERS.index(provider) - 1]
    popup.choose(other)
    popup.choose(provider)
    popup.page.close()

    again = extension.open_popup()
    expect(again.provider).to_have_value(provider.id)
    panel = extension.open_side_panel()
    expect(panel.provider).to_have_value(provider.id)


def test_a_missing_key_is_told_before_anything_is_sent(
    extension: Extension, provider: Provider
) -> None:
    popup = extension.open_popup()
    popup.enter_key(PROVIDERS[PROVIDERS.index(provider) - 1])
    sent: list[str] = []
    popup.page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))

    popup.choose(provider)
    expect(popup.page.get_by_text(f"{provider.name} has no key yet.")).to_be_visible()
    expect(popup.provider.locator("option:checked")).to_have_text(
        f"{provider.name} · {provider.model} (no key)"
    )
    popup.ask("Hello?")

    expect(popup.alert).to_contain_text(f"Add your {provider.name} key. Nothing was sent.")
    assert popup.generations() == []
    assert f"PATCH {GATEWAY}/session" in sent, "requests are seen here"
    assert f"POST {GATEWAY}/generate" not in sent

    popup.alert.get_by_role("button", name=f"Add {provider.name} key").click()
    expect(popup.key_field(provider)).to_be_focused()
    popup.enter_key(provider)
    popup.generate.click()
    expect(popup.response).to_contain_text(provider.closing)


def test_a_wrong_key_is_told_clearly(popup: Surface, provider: Provider) -> None:
    # The key was valid when it was entered; the provider rejects it now.
    popup.choose(provider)
    with popup.page.expect_response(f"**/keys/{provider.id}/verify"):
        popup.ask("[[sandbox: bad_key]] Hello?")

    expect(popup.alert).to_contain_text("The key was rejected")
    expect(popup.alert).to_contain_text(f"{provider.name} does not accept your key.")
    popup.alert.get_by_role("button", name=f"Replace {provider.name} key").click()
    expect(popup.key_field(provider)).to_be_focused()


def test_the_fallback_model_is_named(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    popup.ask_and_wait("Which model?")

    expect(popup.meta).to_contain_text(
        f"{provider.name} no longer offers {provider.model}; "
        f"its fallback model {provider.fallback_model} answered."
    )
    facts = popup.meta.get_by_role("listitem")
    expect(facts.nth(0)).to_have_text(provider.model)
    expect(facts.nth(1)).to_have_text(f"answered by {provider.fallback_model}")


def test_the_answer_has_the_standard_format(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    popup.ask_and_wait("What is a gatehouse?")

    facts = popup.meta.get_by_role("listitem")
    expect(facts).to_have_count(5)
    expect(facts.nth(2)).to_have_text(re.compile(r"^\d+ in, [\d,]+ tokens out$"))
    expect(facts.nth(3)).to_have_text(re.compile(r"^\$0\.0\d+$"))
    expect(facts.nth(4)).to_have_text(re.compile(r"^\d+\.\ds$"))

    answer = popup.generations()[0]
    assert set(answer) == {
        *("id", "status", "provider", "model", "upstream_model", "text", "reasoning", "format"),
        *("finish_reason", "usage", "cost_usd", "timing", "attempts", "notices", "error"),
        "created_at",
    }
    assert (answer["status"], answer["finish_reason"], answer["format"]) == (
        *("done", "stop", "markdown"),
    )
    usage = answer["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


def test_loading_shows_with_the_time_that_has_passed(
    extension_with_clock: Extension, provider: Provider
) -> None:
    extension_with_clock.begin_session(provider)
    popup = extension_with_clock.open_popup()
    popup.choose(provider)
    expect(popup.status).to_have_text("")

    popup.ask("[[sandbox: hang]] Hello?")

    expect(popup.status).to_have_text(re.compile(rf"^Waiting for {provider.name}…\d+s$"))
    expect(popup.response).to_have_attribute("aria-busy", "true")
    expect(popup.generate).to_be_disabled()
    popup.page.clock.fast_forward("01:00")
    expect(popup.status).to_have_text(re.compile(rf"^Waiting for {provider.name}…6\ds$"))
    popup.stop.click()
    expect(popup.status).to_have_text("Stopped")


def test_the_answer_shows_while_it_is_being_written(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    # Half of the answer arrives, then nothing more: so this was shown before the end.
    popup.ask("[[sandbox: hang_midway]] Half of it")

    expect(popup.status).to_contain_text(f"{provider.name} is answering…")
    expect(popup.response.get_by_role("heading", name="Half of it")).to_be_visible()
    expect(popup.response).to_have_attribute("aria-busy", "true")
    expect(popup.response).not_to_contain_text(provider.closing)
    popup.stop.click()
    expect(popup.status).to_have_text("Stopped")


def test_the_answer_displays_formatted(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    popup.ask_and_wait("What is a gatehouse?")

    shown = popup.response
    heading = shown.get_by_role("heading", name="What is a gatehouse", level=provider.heading)
    expect(heading).to_be_visible()
    expect(shown.get_by_role("table").get_by_role("row")).not_to_have_count(0)
    expect(shown.locator("pre code")).to_be_visible()
    expect(shown.get_by_role("list").first).to_be_visible()
    expect(shown.locator("strong").first).to_be_visible()
    # Formulas are rendered alike with every kind of delimiter.
    expect(shown.locator(".math-display")).to_have_count(1)
    expect(shown.locator(".math")).not_to_have_count(1)
    expect(shown).to_contain_text(provider.closing)
    for sign in ("**", "```", "|--", "| :-", "\\(", "\\[", "$$"):
        expect(shown).not_to_contain_text(sign)
