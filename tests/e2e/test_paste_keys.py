"""One field takes one key or several at once, of any provider."""

from playwright.sync_api import Locator, expect

from .extension import Extension, Surface
from .providers import ANTHROPIC, GEMINI, OPENAI, PROVIDERS, mask


def whose(popup: Surface, masked: str) -> Locator:
    """Find the question which provider a key belongs to."""
    return popup.page.get_by_role("combobox", name=f"Whose key is {masked}?")


def expect_all_saved(popup: Surface) -> None:
    """Wait until the three keys have been saved."""
    for provider in PROVIDERS:
        popup.expect_key_state(provider, "Valid")
        expect(popup.key_row(provider).get_by_text(provider.masked)).to_have_count(1)


def test_a_pasted_key_is_recognised_and_waits_for_confirmation(extension: Extension) -> None:
    provider = ANTHROPIC
    popup = extension.open_popup()
    expect(popup.paste_field).to_have_css("-webkit-text-security", "disc")
    extension.paste(provider.key, into=popup.paste_field)

    expect(popup.paste_field).to_have_value("")
    expect(whose(popup, provider.masked)).to_have_value(provider.id)
    popup.expect_key_state(provider, "No key")

    popup.button("Save 1 key").click()
    popup.expect_key_state(provider, "Valid")
    expect(popup.page.get_by_text(provider.masked)).to_have_count(1)
    expect(popup.prompt).to_be_focused()


def test_several_keys_are_pasted_at_once(extension: Extension) -> None:
    popup = extension.open_popup()
    pasted = f"{GEMINI.key}, {OPENAI.key}\n{ANTHROPIC.key}"
    extension.paste(pasted, into=popup.paste_field)
    for provider in PROVIDERS:
        expect(whose(popup, provider.masked)).to_have_value(provider.id)

    # By keyboard alone: paste, Enter.
    popup.paste_field.press("Enter")
    expect_all_saved(popup)


def test_an_env_file_is_pasted(extension: Extension) -> None:
    popup = extension.open_popup()
    env_file = "\n".join(
        [
            "# keys for this machine, https://example.org/how-to-get-a-key-of-your-own",
            f"{OPENAI.variable}={OPENAI.key}",
            f'export {ANTHROPIC.variable}="{ANTHROPIC.key}"',
            f"{GEMINI.variable} = '{GEMINI.key}'  # new",
            "LOG_LEVEL=debug",
        ]
    )
    extension.paste(env_file, into=popup.paste_field)
    popup.button("Save 3 keys").click()
    expect_all_saved(popup)


def test_a_key_of_unknown_form_is_put_where_the_person_says(extension: Extension) -> None:
    popup = extension.open_popup()
    unknown = "0123456789abcdef0123456789abcdef"
    extension.paste(unknown, into=popup.paste_field)
    expect(popup.button("Save 0 keys")).to_be_disabled()

    whose(popup, "…cdef").select_option(label="Anthropic")
    popup.button("Save 1 key").click()
    popup.expect_key_state(ANTHROPIC, "Valid")
    expect(popup.page.get_by_text("…cdef")).to_have_count(1)


def test_a_pasted_key_is_left_out(extension: Extension) -> None:
    popup = extension.open_popup()
    extension.paste(f"{OPENAI.key}\n{GEMINI.key}", into=popup.paste_field)
    popup.button(f"Leave out {OPENAI.masked}").click()
    popup.button("Save 1 key").click()
    popup.expect_key_state(GEMINI, "Valid")
    popup.expect_key_state(OPENAI, "No key")


def test_a_rejected_one_among_them_stays_with_its_reason(extension: Extension) -> None:
    popup = extension.open_popup()
    extension.paste(f"{OPENAI.rejected_key}\n{GEMINI.key}", into=popup.paste_field)
    popup.button("Save 2 keys").click()

    popup.expect_key_state(GEMINI, "Valid")
    expect(popup.alert).to_contain_text("The key was rejected.")
    expect(whose(popup, mask(OPENAI, OPENAI.rejected_key))).to_be_visible()
    popup.expect_key_state(OPENAI, "No key")


def test_a_text_without_a_key_is_said_to_hold_none_and_taken_away(extension: Extension) -> None:
    popup = extension.open_popup()
    extension.paste("the shopping list: milk, bread, apples", into=popup.paste_field)
    expect(popup.page.get_by_text("No key found in what was pasted.")).to_be_visible()
    expect(popup.paste_field).to_have_value("")


def test_what_is_around_a_key_and_within_it_is_left_out(extension: Extension) -> None:
    popup = extension.open_popup()
    hidden = "\u200b".join(OPENAI.key)
    broken = f"{ANTHROPIC.key[:25]}\n> {ANTHROPIC.key[25:]}"
    extension.paste(
        f"My key is **{hidden}**.\n> {broken}\n| Gemini | `{GEMINI.key}` |", into=popup.paste_field
    )
    popup.button("Save 3 keys").click()
    expect_all_saved(popup)


def test_a_key_that_is_not_clear_is_not_guessed(extension: Extension) -> None:
    popup = extension.open_popup()
    hidden = f"{OPENAI.key[:22]}…{OPENAI.key[-6:]}"
    extension.paste(f"{hidden}\n\n{GEMINI.key}", into=popup.paste_field)
    expect(popup.page.get_by_text("It is not clear which part of this is the key.")).to_be_visible()
    popup.button("Save 1 key").click()
    popup.expect_key_state(GEMINI, "Valid")
    popup.expect_key_state(OPENAI, "No key")
