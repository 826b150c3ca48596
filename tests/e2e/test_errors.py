"""Every error has a title, a sentence, and a button with the next step."""

import json
import re

import pytest
from playwright.sync_api import expect

from .extension import Extension, Surface
from .providers import GEMINI, OPENAI, Provider, for_each_provider


@pytest.mark.parametrize(
    ("directive", "title", "sentence"),
    [
        ("context_too_long", "The prompt is too long for this model", "Shorten it."),
        ("content_blocked", "The provider declined this prompt", "Rephrase it."),
        ("bad_request", "The request was not understood", "did not accept the request"),
    ],
)
def test_an_error_that_the_prompt_causes_leads_to_the_prompt(
    popup: Surface, directive: str, title: str, sentence: str
) -> None:
    popup.ask(f"[[sandbox: {directive}]] Something")
    expect(popup.alert).to_contain_text(title)
    expect(popup.alert).to_contain_text(sentence)
    expect(popup.alert.get_by_role("button")).to_have_count(1)
    popup.alert.get_by_role("button", name="Edit prompt").click()
    expect(popup.prompt).to_be_focused()
    expect(popup.prompt).to_have_value(f"[[sandbox: {directive}]] Something")


@for_each_provider
def test_an_empty_account_is_told_with_the_way_to_its_billing(
    popup: Surface, provider: Provider
) -> None:
    popup.choose(provider)
    popup.ask("[[sandbox: no_quota]] Something")
    expect(popup.alert).to_contain_text("The account has no credit left")
    link = popup.alert.get_by_role("link", name=f"Open {provider.name} billing")
    expect(link).to_have_attribute("href", re.compile(r"^https://[a-z.]+/.+"))
    expect(link).to_have_attribute("target", "_blank")


@for_each_provider
def test_a_rate_limit_is_counted_down_until_it_may_be_tried_again(
    extension_with_clock: Extension, provider: Provider, unique: str
) -> None:
    extension_with_clock.begin_session(provider)
    popup = extension_with_clock.open_popup()
    popup.choose(provider)
    # A longer wait than the gateway's limit.
    popup.ask(f"[[sandbox: rate_limit retry_after=50 times=1]] {unique}")
    expect(popup.alert).to_contain_text("Too many requests")
    retry = popup.alert.get_by_role("button")
    expect(retry).to_have_text(re.compile(r"^Try again in (50|4\d) s$"))
    expect(retry).to_be_disabled()

    popup.page.clock.fast_forward("00:30")
    expect(retry).to_have_text(re.compile(r"^Try again in (20|1\d) s$"))
    popup.page.clock.fast_forward("00:30")
    expect(retry).to_have_text("Try again")
    retry.click()
    expect(popup.response).to_contain_text(provider.closing)
    expect(popup.alert).to_have_count(0)


def test_a_short_wait_is_counted_down_and_waited_for(popup: Surface, unique: str) -> None:
    popup.ask(f"[[sandbox: rate_limit retry_after=4 times=1]] {unique}")
    expect(popup.status).to_contain_text("Too many requests.")
    left = popup.status.locator("[aria-hidden=true]").last
    for seconds in (4, 2, 1):
        expect(left).to_have_text(f"Trying again in {seconds} s (attempt 2)")
    # A screen reader announces it once. The countdown is not announced.
    spoken = popup.status.locator("span:not([aria-hidden=true])").last
    expect(spoken).to_have_text("Trying again in 4 s (attempt 2)")
    expect(popup.response).to_contain_text(OPENAI.closing)
    expect(popup.meta).to_contain_text("2 attempts")


def test_a_wait_can_be_ended(popup: Surface, unique: str) -> None:
    popup.ask(f"[[sandbox: rate_limit retry_after=15 times=1]] {unique}")
    expect(popup.status).to_contain_text("Trying again in")
    popup.stop.click()
    expect(popup.status).to_have_text("Stopped")
    assert popup.generations()[0]["status"] == "stopped"
    # Nothing arrived, so there is nothing to continue.
    expect(popup.go_on).to_have_count(0)
    popup.regenerate.click()
    expect(popup.response).to_contain_text(OPENAI.closing)


@pytest.mark.parametrize(
    ("directive", "title"),
    [
        ("overloaded", "The provider is overloaded"),
        ("server_error", "The provider reported an error"),
        ("reset", "The provider cannot be reached"),
    ],
)
def test_an_error_that_passes_can_be_tried_again(
    popup: Surface, directive: str, title: str, unique: str
) -> None:
    # Once more often than the gateway's own attempts.
    popup.ask(f"[[sandbox: {directive} times=3]] {unique}")
    expect(popup.alert).to_contain_text(title)
    popup.alert.get_by_role("button", name="Try again").click()
    expect(popup.response).to_contain_text(OPENAI.closing)


def test_a_key_that_may_not_generate_is_replaced_or_tried_with_its_rights(popup: Surface) -> None:
    popup.ask("[[sandbox: restricted]] Something")
    expect(popup.alert).to_contain_text("Not permitted")
    expect(popup.alert).to_contain_text("Your OpenAI key is not allowed to do this.")
    expect(popup.alert.get_by_role("button", name="Try again")).to_be_enabled()
    popup.alert.get_by_role("button", name="Replace OpenAI key").click()
    expect(popup.key_field(OPENAI)).to_be_focused()


def test_a_model_without_fallback_leads_to_another_provider(popup: Surface) -> None:
    popup.ask("[[sandbox: model_gone]] Something")
    expect(popup.alert).to_contain_text("The model is no longer offered")
    expect(popup.alert).to_contain_text("config.toml")
    popup.alert.get_by_role("button", name="Choose another provider").click()
    expect(popup.provider).to_be_focused()
    popup.choose(GEMINI)
    popup.ask_and_wait("Something")
    expect(popup.alert).to_have_count(0)


@for_each_provider
def test_an_error_in_mid_answer_keeps_what_came(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    popup.ask("[[sandbox: error_midway]] Half of it")
    expect(popup.alert).to_contain_text("The provider is overloaded")
    expect(popup.response.get_by_role("heading", name="Half of it")).to_be_visible()
    expect(popup.response).not_to_contain_text(provider.closing)
    # It is shown under the text that arrived.
    came, alert = popup.response.bounding_box(), popup.alert.bounding_box()
    assert came is not None
    assert alert is not None
    assert alert["y"] >= came["y"] + came["height"]
    expect(popup.alert).to_be_in_viewport()
    kept = popup.response.inner_text()
    popup.page.reload()
    expect(popup.response).to_have_text(kept, use_inner_text=True)
    expect(popup.alert).to_contain_text("The provider is overloaded")


# The gateway's answer to a browser in which another program at 127.0.0.1 has set cookies.
_REFUSED = """([code, message]) => {
  const ask = window.fetch;
  window.fetch = async (address, init) => {
    const answer = await ask(address, init);
    if (init.method !== "GET" || new URL(address).pathname === "/health") return answer;
    const error = { code, message, action: code === "invalid_request" ? "fix_request" : null };
    return Response.json({ error }, { status: code === "csrf_failed" ? 403 : 400 });
  };
}"""


@pytest.mark.parametrize(
    ("code", "message", "shown"),
    [
        ("csrf_failed", "No.", "Remove the cookies of 127.0.0.1 in your browser’s settings"),
        (
            "invalid_request",
            "Too many cookies. Remove those of 127.0.0.1.",
            "Too many cookies. Remove those of 127.0.0.1.",
        ),
    ],
)
def test_another_program_s_cookies_are_told_from_an_absent_gateway(
    extension: Extension, code: str, message: str, shown: str
) -> None:
    page = extension.begin_popup()
    page.add_init_script(f"({_REFUSED})({json.dumps([code, message])})")
    page.reload()
    popup = Surface(page)
    expect(popup.alert).to_contain_text(shown)
    expect(popup.alert).not_to_contain_text("not running")
    expect(popup.alert).not_to_contain_text("Change the prompt")
    expect(popup.alert.get_by_role("button", name="Try again")).to_be_visible()
