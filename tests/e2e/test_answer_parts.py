"""Code, tables and formulas in an answer, and copying them."""

import pytest
from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import Extension, Surface

_CODE = 'def greet(name):\n\n    return f"Hello, {name}"  # <b>kind</b>'
_ROW = "| unbreakable_cell" * 5 + " |"
_ANSWER = f"""# Parts

```python
{_CODE}
```

{_ROW}
{"|---" * 5}|
{_ROW}

So \\(\\frac{{1}}{{2}}\\) holds, and

$$
\\begin{{aligned}} a &= b \\\\ c &= d \\end{{aligned}}
$$

but $5 and $6 are prices, and \\(\\nosuchthing{{x}}\\) is unknown. See [the page](https://e.example/x).

The end."""


def _show(popup: Surface) -> None:
    popup.ask_and_wait(f"[[sandbox: echo]] {_ANSWER}")
    expect(popup.response).to_contain_text("The end.")


def test_code_has_its_language_colours_and_a_button(extension: Extension, popup: Surface) -> None:
    _show(popup)
    code = popup.response.get_by_label("Code in python")
    expect(popup.response.get_by_text("python", exact=True)).to_be_visible()
    expect(code.locator(".hljs-keyword").first).to_have_text("def")

    popup.button("Copy code").focus()
    popup.page.keyboard.press("Enter")
    expect(popup.page.get_by_text("Copied", exact=True)).to_be_attached()
    assert extension.clipboard() == _CODE
    expect(popup.copy).to_have_count(1)


def test_wide_tables_scroll_and_formulas_are_set(popup: Surface) -> None:
    _show(popup)
    table = popup.response.get_by_label("Table")
    table.focus()
    popup.page.keyboard.press("ArrowRight")
    wait_until(
        lambda: table.evaluate("(frame) => frame.scrollLeft > 0"), "the table to be scrolled"
    )
    # Nothing else scrolls sideways.
    assert popup.page.evaluate("document.querySelector('.below').scrollLeft") == 0
    assert popup.response.evaluate("(it) => it.scrollWidth <= it.clientWidth")

    expect(popup.response.locator("math")).to_have_count(2)
    expect(popup.response.locator("math mfrac")).to_have_count(1)
    expect(popup.response.locator("math mtr")).to_have_count(2)
    expect(popup.response).to_contain_text("$5 and $6 are prices")
    expect(popup.response.locator("code.math")).to_have_text("\\nosuchthing{x}")


def test_an_answer_is_copied_as_something_else(extension: Extension, popup: Surface) -> None:
    _show(popup)
    others = popup.page.get_by_role("button", name="Copy as something else")

    others.click()
    popup.page.get_by_role("menuitem", name="Copy as plain text").click()
    expect(popup.page.get_by_text("Copied", exact=True)).to_be_attached()
    plain = extension.clipboard()
    assert plain.startswith(f"Parts\n\n{_CODE}")
    assert "See the page (https://e.example/x)." in plain
    assert "|" not in plain

    others.click()
    popup.page.get_by_role("menuitem", name="Copy as rich text").press("Enter")
    expect(popup.page.get_by_text("Copied", exact=True)).to_be_attached()
    wait_until(lambda: "<h1" in extension.rich_clipboard(), "the rich text")
    rich = extension.rich_clipboard()
    assert 'href="https://e.example/x"' in rich
    assert "<table" in rich
    assert "Copy code" not in rich


@pytest.mark.parametrize("kind", ["Copy as rich text", "Copy as plain text"])
def test_a_copy_says_where_a_link_leads_that_names_another_place(
    extension: Extension, popup: Surface, kind: str
) -> None:
    popup.ask_and_wait("[[sandbox: echo]] [good.example](https://evil.example/login)")
    popup.page.get_by_role("button", name="Copy as something else").click()
    popup.page.get_by_role("menuitem", name=kind).click()
    expect(popup.page.get_by_text("Copied", exact=True)).to_be_attached()
    assert "good.example (https://evil.example/login)" in extension.clipboard()


@pytest.mark.parametrize("language", ["constructor", "__proto__", "toString"])
def test_code_in_a_language_that_is_none_is_shown(popup: Surface, language: str) -> None:
    popup.ask_and_wait(f"[[sandbox: echo]] Code:\n\n```{language}\nlet a = 1\n```\n\nThe end.")
    expect(popup.response.locator("code")).to_have_text("let a = 1")
    expect(popup.response).to_contain_text("The end.")
