"""From an editable field of a page to an answer, and back into the field as if typed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .fake_servers import website
from .providers import PROVIDERS

FIELDS = """<title>Fields</title><p id=text>One two three</p>
<input aria-label=field value="One two three">
<textarea aria-label=area>One two three</textarea>
<div aria-label=rich contenteditable>One <b>two</b> three</div>
<script>for (const it of document.querySelectorAll("[aria-label]"))
  it.addEventListener("input", () => it.dataset.heard = "yes");
</script>"""

SELECT_TWO = """(it) => {
  it.focus();
  if (it.setSelectionRange) it.setSelectionRange(4, 7);
  else getSelection().selectAllChildren(it.querySelector("b"));
}"""

# The stand-in echoes what follows: here a text that does not depend on the selection.
ANSWER = "**2** & <b>zwei</b>"

# Its beginning; that nothing was replaced is told as well.
REPLACED = "Replaced. Undo it"


@pytest.fixture
def page(extension: Extension) -> Iterator[Page]:
    """A page with fields of each kind, in front."""
    extension.begin_session(*PROVIDERS)
    with website(fields=FIELDS) as site:
        yield extension.open_page(f"{site}/fields")


def text_of(field: Locator) -> str:
    """A field's text."""
    text: str = field.evaluate("(it) => it.value ?? it.innerText")
    return text.replace("\xa0", " ")


def expect_text(field: Locator, text: str) -> None:
    """Wait until the field has this text."""
    wait_until(lambda: text_of(field) == text, f"“{text}” in the field")


def ask_about_two(extension: Extension, page: Page, field: Locator) -> Surface:
    """Select a word in a field, ask about it, and open the side panel with the answer."""
    field.evaluate(SELECT_TWO)
    extension.click_menu("generate-from-selection", frame="/fields", selected="two", editable=True)
    panel = extension.open_side_panel()
    expect(panel.prompt).to_have_value("two")
    panel.prompt.fill(f"[[sandbox: echo]] {ANSWER}")
    panel.generate.click()
    expect(panel.status).to_have_text("Answer ready")
    return panel


@pytest.mark.parametrize("label", ["field", "area", "rich"])
def test_an_answer_takes_the_place_of_the_selection_and_undo_takes_it_back(
    extension: Extension, page: Page, label: str
) -> None:
    field = page.get_by_label(label)
    panel = ask_about_two(extension, page, field)
    replace, insert = panel.button("Replace selection"), panel.button("Insert at cursor")

    replace.click()
    # As plain text: no Markdown or HTML becomes part of the page.
    expect_text(field, f"One {ANSWER} three")
    expect(panel.page.get_by_text(REPLACED)).to_be_visible()
    assert field.get_attribute("data-heard") == "yes"

    # Another answer can replace the first.
    panel.ask_on("[[sandbox: echo]] 3")
    replace.click()
    expect_text(field, "One 3 three")
    expect(panel.page.get_by_text(REPLACED)).to_be_visible()
    page.bring_to_front()
    page.keyboard.press("ControlOrMeta+z")
    assert text_of(field) == f"One {ANSWER} three"
    page.keyboard.press("ControlOrMeta+z")
    expect(field).to_be_focused()
    assert text_of(field) == "One two three"

    # The undo has restored the selection as well. A double click writes once.
    replace.dblclick()
    expect_text(field, "One 3 three")
    expect(panel.page.get_by_text(REPLACED)).to_be_visible()
    insert.dblclick()
    expect(panel.page.get_by_text("Inserted. Undo it")).to_be_visible()
    assert text_of(field) == "One 33 three"
    page.bring_to_front()
    page.keyboard.press("ControlOrMeta+z")
    assert text_of(field) == "One 3 three"


def test_lines_go_into_fields_as_lines(extension: Extension, page: Page) -> None:
    for asked, label in enumerate(("area", "rich"), start=1):
        field = page.get_by_label(label)
        page.bring_to_front()
        field.evaluate(SELECT_TWO)
        extension.click_menu("improve", frame="/fields", selected="two", editable=True)
        panel = extension.open_side_panel()
        # The answer for the first field has the button, too, until this one takes its place.
        wait_for_answers(panel, asked)
        expect(panel.button("Stop")).to_be_hidden()
        expect(panel.button("Replace selection")).to_be_visible()
        answer = panel.generations()[0]["text"]
        assert answer.count("\n") > 5
        panel.button("Replace selection").click()
        expect(panel.page.get_by_text(REPLACED)).to_be_visible()
        lines = [line for line in f"One {answer} three".split("\n") if line.strip()]
        assert [line for line in text_of(field).split("\n") if line.strip()] == lines
        panel.page.close()


def wait_for_answers(panel: Surface, count: int) -> None:
    """Wait until so many answers have ended."""

    def ended() -> bool:
        return [one["status"] for one in panel.generations()] == ["done"] * count

    wait_until(ended, "the answers' end")


def test_a_follow_up_question_about_another_field_goes_back_there(
    extension: Extension, page: Page
) -> None:
    first, other = page.get_by_label("area"), page.get_by_label("field")
    panel = ask_about_two(extension, page, first)
    page.bring_to_front()
    other.evaluate(SELECT_TWO)
    extension.click_menu("generate-from-selection", frame="/fields", selected="two", editable=True)
    expect(panel.prompt).to_have_value("two")
    panel.ask_on(f"[[sandbox: echo]] {ANSWER}")
    panel.button("Replace selection").click()
    expect(panel.page.get_by_text(REPLACED)).to_be_visible()
    assert (text_of(first), text_of(other)) == ("One two three", f"One {ANSWER} three")


def test_what_has_changed_since_is_not_overwritten(extension: Extension, page: Page) -> None:
    field = page.get_by_label("area")
    panel = ask_about_two(extension, page, field)
    field.fill("Quite another text")
    panel.button("Replace selection").click()
    expect(panel.page.get_by_text("The selected text has changed since.")).to_be_visible()
    assert text_of(field) == "Quite another text"
    panel.button("Copy the answer instead").click()
    expect(panel.button("Copied")).to_be_visible()
    assert extension.clipboard() == ANSWER

    field.evaluate("(it) => it.readOnly = true")
    panel.button("Insert at cursor").click()
    expect(panel.page.get_by_text("The field takes no text at the moment.")).to_be_visible()
    assert text_of(field) == "Quite another text"

    # One that takes back what is typed looks like any other, beforehand.
    field.evaluate("(it) => { it.readOnly = false; it.oninput = () => { it.value = 'Mine'; }; }")
    field.fill("-")
    panel.button("Insert at cursor").click()
    expect(panel.page.get_by_text("The field takes no text at the moment.")).to_be_visible()
    assert text_of(field) == "Mine"

    page.reload()
    panel.button("Insert at cursor").click()
    expect(panel.page.get_by_text("The field is no longer there")).to_be_visible()
    assert text_of(field) == "One two three"


def test_an_answer_about_something_else_has_no_way_into_the_page(
    extension: Extension, page: Page
) -> None:
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#text'))")
    extension.click_menu("generate-from-selection", frame="/fields")
    panel = extension.open_side_panel()
    expect(panel.prompt).to_have_value("One two three")
    panel.ask_and_wait("What is a gatehouse?")
    expect(panel.copy).to_be_visible()
    expect(panel.button("Replace selection")).to_have_count(0)
    expect(panel.button("Insert at cursor")).to_have_count(0)
