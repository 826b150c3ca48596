"""Entering, replacing and removing keys."""

import re

import pytest
from playwright.sync_api import expect

from .extension import Extension, Surface
from .providers import ANTHROPIC, GEMINI, OPENAI, mask

ANOTHER_KEY = "sk-proj-anotherOneOfTheSamePersonNEW1"


def test_a_link_leads_to_where_each_provider_issues_keys(extension: Extension) -> None:
    popup = extension.open_popup()
    for provider, host in (
        (OPENAI, "platform.openai.com"),
        (ANTHROPIC, "platform.claude.com"),
        (GEMINI, "aistudio.google.com"),
    ):
        link = popup.page.get_by_role("link", name=f"Get a key from {provider.name}")
        expect(link).to_have_attribute("href", re.compile(rf"^https://{re.escape(host)}/"))
        expect(link).to_have_attribute("target", "_blank")


def test_the_enter_key_saves(extension: Extension) -> None:
    popup = extension.open_popup()
    popup.key_field(GEMINI).fill(GEMINI.key)
    popup.key_field(GEMINI).press("Enter")
    popup.expect_key_state(GEMINI, "Valid")


def test_white_space_around_a_key_does_no_harm(extension: Extension) -> None:
    popup = extension.open_popup()
    popup.try_key(OPENAI, f"  {OPENAI.key}  ")
    popup.expect_key_state(OPENAI, "Valid")
    expect(popup.page.get_by_text(OPENAI.masked)).to_have_count(1)


@pytest.mark.parametrize(
    "pasted",
    [
        "“{}”.",
        "OPENAI_API_KEY={}",
        'curl https://api.openai.com/v1/models -H "Authorization: Bearer {}"',
        "| key | `{}` |",
        "\u2066{}\u2069\ufeff",
    ],
)
def test_what_is_around_a_key_is_left_out(extension: Extension, pasted: str) -> None:
    popup = extension.open_popup()
    extension.paste(pasted.format(OPENAI.key), into=popup.key_field(OPENAI))
    popup.button("Save OpenAI key").click()
    popup.expect_key_state(OPENAI, "Valid")
    expect(popup.page.get_by_text(OPENAI.masked)).to_have_count(1)


def test_a_key_that_a_mail_has_broken_is_put_together(extension: Extension) -> None:
    popup = extension.open_popup()
    broken = f"> {OPENAI.key[:20]}\n> {OPENAI.key[20:33]}\n> {OPENAI.key[33:]}\n"
    extension.paste(broken, into=popup.key_field(OPENAI))
    popup.button("Save OpenAI key").click()
    popup.expect_key_state(OPENAI, "Valid")
    expect(popup.page.get_by_text(OPENAI.masked)).to_have_count(1)


def test_of_two_keys_in_one_field_none_is_taken(extension: Extension) -> None:
    popup = extension.open_popup()
    sent: list[str] = []
    popup.page.on("request", lambda request: sent.append(request.url))
    extension.paste(f"{OPENAI.key}\n{ANOTHER_KEY}", into=popup.key_field(OPENAI))
    popup.button("Save OpenAI key").click()
    expect(popup.alert).to_contain_text("It is not clear which part of this is the key.")
    assert not [url for url in sent if "/keys/" in url]
    popup.expect_key_state(OPENAI, "No key")


def test_a_text_that_is_no_key_is_refused_with_the_reason(extension: Extension) -> None:
    popup = extension.open_popup()
    popup.try_key(OPENAI, "not a key")
    expect(popup.alert).to_contain_text("This is not a key.")
    expect(popup.alert).to_contain_text("20 to 512 letters, digits and signs")
    popup.expect_key_state(OPENAI, "No key")


def test_a_key_that_looks_like_another_providers_is_pointed_out_and_taken(
    extension: Extension,
) -> None:
    popup = extension.open_popup()
    popup.key_field(OPENAI).fill(ANTHROPIC.key)
    hint = popup.page.get_by_text("This looks like a key for Anthropic.")
    expect(hint).to_be_visible()
    # It is only a hint, since the provider decides which keys are valid.
    popup.button("Save OpenAI key").click()
    popup.expect_key_state(OPENAI, "Valid")
    expect(hint).to_have_count(0)


def test_another_key_takes_the_place_of_a_good_one(popup: Surface) -> None:
    popup.try_key(OPENAI, ANOTHER_KEY)
    expect(popup.page.get_by_text(mask(OPENAI, ANOTHER_KEY))).to_have_count(1)
    expect(popup.page.get_by_text(OPENAI.masked)).to_have_count(0)
    popup.expect_key_state(OPENAI, "Valid")


def test_a_rejected_key_does_not_take_the_place_of_a_good_one(popup: Surface) -> None:
    popup.try_key(OPENAI, OPENAI.rejected_key)
    expect(popup.alert).to_contain_text("The key was rejected.")
    popup.page.reload()
    popup.expect_key_state(OPENAI, "Valid")
    expect(popup.page.get_by_text(OPENAI.masked)).to_have_count(1)
    popup.ask_and_wait("Does the good one still work?")


def test_a_removed_key_is_gone_and_the_others_stay(popup: Surface) -> None:
    popup.button("Remove Anthropic key").click()
    popup.expect_key_state(ANTHROPIC, "No key")
    expect(popup.page.get_by_text(ANTHROPIC.masked)).to_have_count(0)
    expect(popup.key_field(ANTHROPIC)).to_be_focused()

    popup.page.reload()
    popup.expect_key_state(ANTHROPIC, "No key")
    expect(popup.page.get_by_text("Valid", exact=True)).to_have_count(2)


def test_without_any_key_the_popup_asks_for_one_again(extension: Extension) -> None:
    extension.begin_session(OPENAI)
    popup = extension.open_popup()
    popup.button("Remove OpenAI key").click()
    expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()


def test_a_key_that_may_not_list_models_is_kept_as_not_verified(extension: Extension) -> None:
    popup = extension.open_popup()
    popup.try_key(OPENAI, "sk-proj-restrictedButGoodForAnswers1")
    popup.expect_key_state(OPENAI, "Not verified")
    popup.ask_and_wait("Does it answer?")
    expect(popup.response).to_contain_text(OPENAI.closing)


def test_what_is_done_in_the_popup_shows_in_an_open_panel(extension: Extension) -> None:
    panel = extension.open_side_panel()
    popup = extension.open_popup()
    popup.enter_key(GEMINI)
    popup.choose(GEMINI)

    panel.expect_key_state(GEMINI, "Valid")
    expect(panel.provider).to_have_value(GEMINI.id)
    popup.button("Remove Gemini key").click()
    panel.expect_key_state(GEMINI, "No key")
