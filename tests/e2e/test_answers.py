"""What a user can do with an answer."""

import pytest
from playwright.sync_api import expect

from .extension import Extension, Surface
from .providers import ANTHROPIC, GEMINI, OPENAI, Provider, for_each_provider
from .view_catalogue import REFUSE_CLIPBOARD


@for_each_provider
def test_stop_keeps_what_came(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    # Half of it comes, and then nothing.
    words = [f"word{number}" for number in range(60)]
    popup.ask(f"[[sandbox: echo hang_midway]] {' '.join(words)}")
    expect(popup.response).to_contain_text("word5")
    seen = popup.response.inner_text().strip()

    popup.stop.click()

    expect(popup.status).to_have_text("Stopped")
    assert popup.response.inner_text().startswith(seen)
    expect(popup.response).not_to_contain_text("word59")
    expect(popup.meta).to_contain_text("You stopped this answer.")
    expect(popup.prompt).to_be_focused()
    expect(popup.stop).to_have_count(0)
    stopped = popup.generations()[0]
    assert (stopped["status"], stopped["finish_reason"]) == ("stopped", "stopped")


def test_stop_works_before_the_first_word(popup: Surface) -> None:
    popup.ask("[[sandbox: hang]] Nothing comes")
    popup.stop.click()
    expect(popup.status).to_have_text("Stopped")
    assert popup.generations()[0]["status"] == "stopped"


def test_copy_puts_the_markdown_on_the_clipboard(extension: Extension, popup: Surface) -> None:
    popup.ask_and_wait("What is a gatehouse?")
    popup.copy.click()
    expect(popup.page.get_by_text("Copied", exact=True)).to_be_attached()
    copied = extension.clipboard()
    assert copied.startswith("## What is a gatehouse")
    assert "| Step | What happens | Time |" in copied
    assert copied == popup.generations()[0]["text"]


@pytest.mark.parametrize("place", ["popup", "side panel"])
def test_a_text_that_the_browser_does_not_copy_is_shown_to_be_copied(
    extension: Extension, popup: Surface, place: str
) -> None:
    popup.ask_and_wait("What is a gatehouse?")
    surface = popup if place == "popup" else extension.open_side_panel()
    surface.page.bring_to_front()
    surface.page.evaluate(REFUSE_CLIPBOARD)
    surface.copy.click()
    _copy_what_is_shown(extension, surface)
    surface.button("Copy as something else").click()
    surface.page.get_by_role("menuitem", name="Copy as plain text").click()
    _copy_what_is_shown(extension, surface)


def _copy_what_is_shown(extension: Extension, surface: Surface) -> None:
    dialog = surface.page.get_by_role("dialog")
    expect(dialog).to_contain_text("The browser did not allow copying.")
    expect(surface.page.get_by_text("Copied", exact=True)).to_have_count(0)
    field = dialog.get_by_role("textbox")
    expect(field).to_be_focused()
    surface.page.keyboard.press("ControlOrMeta+C")
    assert extension.clipboard().strip() == field.input_value().strip()
    assert "What is a gatehouse" in field.input_value()
    surface.page.bring_to_front()
    surface.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_regenerate_asks_the_same_again(popup: Surface) -> None:
    popup.ask_and_wait("The first question")
    # The draft of the next prompt is not affected.
    popup.prompt.fill("A thought for later")
    popup.regenerate.click()
    expect(popup.regenerate).to_have_count(0)
    expect(popup.status).to_have_text("Answer ready")

    expect(popup.response.get_by_role("heading", name="The first question")).to_be_visible()
    expect(popup.prompt).to_have_value("A thought for later")
    newer, older = popup.generations()
    assert newer["id"] != older["id"]
    assert newer["text"] == older["text"]


def test_generate_begins_a_new_conversation(popup: Surface) -> None:
    popup.ask_and_wait("The first question")
    popup.ask_and_wait("The second question")
    expect(popup.response).to_have_count(1)
    expect(popup.response.get_by_role("heading", name="The second question")).to_be_visible()
    expect(popup.response).not_to_contain_text("first")


def test_prompt_provider_and_generate_stay_in_sight_beside_a_long_answer(popup: Surface) -> None:
    popup.ask_and_wait("[[sandbox: long tokens=3000]] Much")
    popup.response.get_by_text("Part 1.").last.scroll_into_view_if_needed()
    for part in (popup.prompt, popup.provider, popup.generate):
        expect(part).to_be_in_viewport(ratio=1)


def test_a_question_is_followed_in_another_provider(popup: Surface) -> None:
    popup.ask_and_wait("Who are you?")
    expect(popup.response).to_contain_text(OPENAI.closing)
    popup.choose(GEMINI)
    popup.generate.click()
    expect(popup.response).to_contain_text(GEMINI.closing)


@pytest.mark.parametrize("provider", [ANTHROPIC, GEMINI], ids=["anthropic", "gemini"])
def test_thinking_is_folded_away(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    popup.ask_and_wait("[[sandbox: thinking]] Think first")
    thoughts = popup.page.get_by_text("Weighing the question")
    expect(thoughts).to_be_hidden()
    popup.page.get_by_text("Thinking", exact=True).click()
    expect(thoughts).to_be_visible()
    expect(popup.response).not_to_contain_text("Weighing the question")


@for_each_provider
def test_an_answer_cut_off_by_the_filter_is_said_to_be_cut(
    popup: Surface, provider: Provider
) -> None:
    popup.choose(provider)
    popup.ask_and_wait("[[sandbox: content_filtered]] Something delicate")
    expect(popup.meta).to_contain_text("The provider’s content filter ended this answer.")
    expect(popup.response.get_by_role("heading", name="Something delicate")).to_be_visible()
    expect(popup.response).not_to_contain_text(provider.closing)


def test_ctrl_enter_generates(popup: Surface) -> None:
    popup.prompt.fill("From the keyboard")
    popup.prompt.press("Enter")
    popup.prompt.press_sequentially("alone")
    expect(popup.prompt).to_have_value("From the keyboard\nalone")
    assert popup.generations() == []

    popup.prompt.press("ControlOrMeta+Enter")
    expect(popup.status).to_have_text("Answer ready")
    expect(popup.response.get_by_role("heading", name="From the keyboard alone")).to_be_visible()
    expect(popup.prompt).to_have_value("From the keyboard\nalone")


def test_everything_works_without_a_mouse(extension: Extension) -> None:
    popup = extension.open_popup()
    expect(popup.paste_field).to_be_focused()
    extension.paste(ANTHROPIC.key, into=popup.paste_field)
    popup.page.keyboard.press("Enter")
    expect(popup.prompt).to_be_focused()
    popup.page.keyboard.type("No mouse")
    popup.page.keyboard.press("Tab")
    expect(popup.provider).to_be_focused()
    popup.page.keyboard.type("Anth")
    expect(popup.provider).to_have_value(ANTHROPIC.id)
    popup.page.keyboard.press("Tab")
    expect(popup.generate).to_be_focused()
    popup.page.keyboard.press("Enter")
    expect(popup.response).to_contain_text(ANTHROPIC.closing)


def test_a_new_answer_is_read_from_its_beginning(popup: Surface) -> None:
    popup.ask_and_wait("[[sandbox: long tokens=2000]] The first question")
    popup.meta.scroll_into_view_if_needed()
    popup.ask_and_wait("The second question")
    heading = popup.response.get_by_role("heading", name="The second question")
    expect(heading).to_be_in_viewport(ratio=1)
