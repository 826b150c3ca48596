"""Selecting text in an answer that is still being written."""

from playwright.sync_api import Locator, expect

from tests.polling import wait_until

from .extension import Surface

_MORE = " ".join(f"word{number}" for number in range(80))
_PARAGRAPH = f"# Title\n\nThe last paragraph has **emphasis that ends later {_MORE}** here."
_LIST = "\n".join(f"- item {number} of it, with the chosen{number} word" for number in range(60))

_SELECTED = "getSelection().toString()"


def _double_click(answer: Locator, word: str) -> None:
    """Double-click a word as a person does, wherever it stands by then."""
    point = answer.evaluate(
        """(it, word) => {
          const texts = document.createTreeWalker(it, NodeFilter.SHOW_TEXT);
          while (texts.nextNode()) {
            const at = texts.currentNode.data.indexOf(word);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(texts.currentNode, at);
            range.setEnd(texts.currentNode, at + word.length);
            range.startContainer.parentElement.scrollIntoView({ block: "center" });
            const { x, y, width, height } = range.getBoundingClientRect();
            return [x + width / 2, y + height / 2];
          }
        }""",
        word,
    )
    answer.page.mouse.dblclick(*point)


def _select_while_it_grows(popup: Surface, text: str, word: str, last: str) -> None:
    popup.ask(f"[[sandbox: echo delay_ms=60]] {text}")
    answer = popup.response.locator(".markdown")
    expect(answer).to_contain_text(f"{word} ")
    _double_click(answer, word)
    assert popup.page.evaluate(_SELECTED).strip() == word
    before = len(answer.inner_text())
    wait_until(lambda: len(answer.inner_text()) > before + 20, "more of the answer")
    assert popup.page.evaluate(_SELECTED).strip() == word
    expect(popup.status).to_have_text("Answer ready")
    expect(answer).to_contain_text(last)
    assert popup.page.evaluate(_SELECTED).strip() == word


def test_a_word_of_the_last_paragraph_stays_selected(popup: Surface) -> None:
    _select_while_it_grows(popup, _PARAGRAPH, "emphasis", "word79 here.")
    expect(popup.response.locator("strong")).to_have_count(1)


def test_a_word_of_a_long_list_stays_selected(popup: Surface) -> None:
    _select_while_it_grows(popup, _LIST, "chosen11", "chosen59")


def test_a_word_of_code_stays_selected(popup: Surface) -> None:
    lines = "\n".join(f"let name{number} = {number};" for number in range(60))
    _select_while_it_grows(popup, f"```js\n{lines}\n```\n\nThe end.", "name4", "The end.")
    expect(popup.response.locator(".hljs-keyword").first).to_have_text("let")
