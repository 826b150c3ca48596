"""Answers in the editors that web pages are made with: page and model agree, and undo works.

The editors are npm packages, which `make test-e2e` installs and bundles.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .fake_servers import scripted_pages
from .processes import ROOT
from .providers import PROVIDERS

BUNDLES = ROOT / ".build/editors"

BEFORE = ["Before", "One two three", "After"]
ONE_LINE = "2 & <b>zwei</b>"
SEVERAL_LINES = "first & <i>line</i>\n\n  second line\nthird"

EDITORS = [
    "prosemirror",
    "tiptap",
    "codemirror",
    "monaco?accessibilitySupport=on",
    "monaco?editContext=no",
    "quill",
    "ckeditor",
    "slate",
    "lexical",
    "draft",
    "react?element=textarea",
    "plain?element=textarea",
    "plain?element=div",
]

# The whole beginning: "Nothing was replaced." is told, too.
REPLACED = "Replaced. Undo it in the page"
INSERTED = "Inserted. Undo it in the page"
ALTERED = "The field does not have the whole answer."

WORD = """(word) => {
  const walker = document.createTreeWalker(document.querySelector("#editor"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const start = walker.currentNode.data.indexOf(word);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(walker.currentNode, start);
    range.setEnd(walker.currentNode, start + word.length);
    const { x, y, width, height } = range.getBoundingClientRect();
    return [x + width / 2, y + height / 2];
  }
}"""

SELECT_IN_CONTROL = """(word) => {
  const field = document.querySelector("#editor").firstElementChild;
  const start = field.value.indexOf(word);
  field.focus();
  field.setSelectionRange(start, start + word.length);
}"""


# Pages in a test always have the focus. One beside a side panel that was clicked has not.
LEAVE = """() => {
  document.hasFocus = () => false;
  document.activeElement.dispatchEvent(new FocusEvent("blur"));
  document.activeElement.dispatchEvent(new FocusEvent("focusout", { bubbles: true }));
  window.dispatchEvent(new FocusEvent("blur"));
}"""
RETURN = """() => {
  delete document.hasFocus;
  window.dispatchEvent(new FocusEvent("focus"));
  document.activeElement.dispatchEvent(new FocusEvent("focus"));
  document.activeElement.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
}"""


@dataclass(frozen=True)
class Editor:
    """An editor in a page, and the side panel beside it."""

    extension: Extension
    page: Page
    panel: Surface

    def ask_again(self, answer: str) -> None:
        """Ask for another answer about the same selection."""
        self.panel.ask_on(f"[[sandbox: echo]] {answer}")

    def write(self, button: str, outcome: str) -> None:
        """Press a button that writes into the page, and wait for what it tells."""
        self.page.evaluate(LEAVE)
        self.panel.button(button).click()
        expect(self.panel.page.get_by_text(outcome)).to_be_visible()
        self.page.evaluate(RETURN)

    def expect_to_copy(self, answer: str) -> None:
        """Copy the answer with the button that is offered where it could not be written."""
        self.panel.button("Copy the answer instead").click()
        expect(self.panel.button("Copied")).to_be_visible()
        assert self.extension.clipboard() == answer

    def undo(self) -> None:
        self.page.bring_to_front()
        self.page.keyboard.press("ControlOrMeta+z")

    def expect_lines(self, lines: list[str]) -> None:
        """Wait until the page shows these lines and the editor's own model has them, too."""

        def told() -> tuple[list[str], list[str]]:
            shown, model = self.page.evaluate("[shownText(), modelText()]")
            return lines_of(shown), lines_of(model)

        try:
            wait_until(lambda: told() == (lines, lines), "the text", patience=5)
        except TimeoutError:
            assert told() == (lines, lines)


def lines_of(text: str) -> list[str]:
    """The lines of a text that are not empty. Editors keep empty ones as they like."""
    lines = text.replace("\N{NO-BREAK SPACE}", " ").replace("\ufeff", "").split("\n")
    return [line.strip() for line in lines if line.strip()]


def with_answer(answer: str) -> list[str]:
    """The lines with this answer in place of "two"."""
    return lines_of("\n".join(BEFORE).replace("two", answer))


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with scripted_pages(BUNDLES) as address:
        yield address


def ask_in_editor(extension: Extension, site: str, name: str, answer: str) -> Editor:
    """Select "two" in an editor, ask about it, and open the panel with this answer."""
    extension.begin_session(*PROVIDERS)
    page = extension.open_page(f"{site}/{name}")
    page.wait_for_function("globalThis.modelText !== undefined")
    select(page, "two")
    path = urlsplit(page.url).path
    extension.click_menu("generate-from-selection", frame=path, selected="two", editable=True)
    panel = extension.open_side_panel_in_window()
    expect(panel.prompt).to_have_value("two")
    panel.ask_and_wait(f"[[sandbox: echo]] {answer}")
    return Editor(extension, page, panel)


def select(page: Page, word: str) -> None:
    """Select a word with a double click, and wait until the editor has noticed."""
    if "element=textarea" in page.url or "element=input" in page.url:
        page.evaluate(SELECT_IN_CONTROL, word)
    else:
        page.mouse.dblclick(*page.evaluate(WORD, word))
    page.wait_for_timeout(150)


@pytest.mark.parametrize("name", EDITORS)
def test_an_answer_is_in_the_page_and_in_the_editor(
    extension: Extension, site: str, name: str
) -> None:
    editor = ask_in_editor(extension, site, name, ONE_LINE)
    editor.write("Replace selection", REPLACED)
    editor.expect_lines(with_answer(ONE_LINE))
    editor.undo()
    editor.expect_lines(BEFORE)

    editor.ask_again(SEVERAL_LINES)
    editor.write("Replace selection", REPLACED)
    editor.expect_lines(with_answer(SEVERAL_LINES))
    editor.undo()
    editor.expect_lines(BEFORE)

    select(editor.page, "three")
    editor.write("Insert at cursor", INSERTED)
    editor.expect_lines(lines_of("\n".join(BEFORE).replace("three", f"three{SEVERAL_LINES}")))
    editor.undo()
    editor.expect_lines(BEFORE)

    # Something else is selected by now.
    select(editor.page, "After")
    editor.write("Replace selection", REPLACED)
    editor.expect_lines(with_answer(SEVERAL_LINES))
    editor.undo()
    editor.expect_lines(BEFORE)


@pytest.mark.parametrize("name", ["react?element=input", "plain?element=input"])
def test_a_field_of_one_line_takes_several_as_one(
    extension: Extension, site: str, name: str
) -> None:
    editor = ask_in_editor(extension, site, name, "first\nsecond")
    editor.write("Replace selection", REPLACED)
    editor.expect_lines(["One first second three"])
    editor.undo()
    editor.expect_lines(["One two three"])


def test_a_long_answer_is_known_where_the_editor_shows_a_part_of_it(
    extension: Extension, site: str
) -> None:
    answer = "\n".join(f"Answer {number}" for number in range(300))
    editor = ask_in_editor(extension, site, "codemirror?more=300", answer)
    for _ in range(2):
        editor.write("Replace selection", REPLACED)
        model = editor.page.evaluate("modelText()")
        assert model.startswith(f"Before\nOne {answer} three\nAfter\nLine 0\n")
        editor.undo()


def test_what_does_not_fit_is_not_written(extension: Extension, site: str) -> None:
    editor = ask_in_editor(extension, site, "plain?element=textarea&maxlength=30", "too long")
    for button in ("Replace selection", "Insert at cursor"):
        editor.write(button, "The answer is longer than the field allows. Nothing was written.")
        editor.expect_lines(BEFORE)
    editor.expect_to_copy("too long")

    editor.ask_again("exactly")
    editor.write("Replace selection", REPLACED)
    editor.expect_lines(with_answer("exactly"))


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("react?element=textarea&keeps=20", ["Before", "One 2 & <b>zw"]),
        ("slate?paste=no", BEFORE),
    ],
)
def test_what_the_page_does_not_keep_is_told(
    extension: Extension, site: str, name: str, left: list[str]
) -> None:
    editor = ask_in_editor(extension, site, name, ONE_LINE)
    editor.write("Replace selection", ALTERED)
    editor.expect_lines(left)
    editor.expect_to_copy(ONE_LINE)


def test_an_editor_that_hides_its_selection_from_the_browser_gets_no_buttons(
    extension: Extension, site: str
) -> None:
    """As Monaco does, unless it supports screen readers."""
    editor = ask_in_editor(extension, site, "monaco", ONE_LINE)
    expect(editor.panel.copy).to_be_visible()
    expect(editor.panel.button("Replace selection")).to_have_count(0)
