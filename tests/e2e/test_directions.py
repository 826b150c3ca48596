"""Answers that are written from right to left."""

from playwright.sync_api import Locator, expect

from .extension import Surface

_ROW = "| العمود_الأول " + "| قيمة_طويلة_جدا" * 6 + " |"
_ANSWER = f"""مرحبا بالعالم، هذه قائمة:

- البند الأول مع `npm install` في وسطه
- البند الثاني

1. أولا

> قال الشاعر

{_ROW}
{"|---" * 7}|
{_ROW}

```sh
echo one
```

An English paragraph, with a list:

- first

The end."""

_STYLE = "(it, name) => getComputedStyle(it)[name]"


def _style(element: Locator, name: str) -> str:
    value: str = element.evaluate(_STYLE, name)
    return value


def _text_edges(element: Locator) -> tuple[float, float]:
    """Left and right end of the element's text on the screen."""
    left, right = element.evaluate(
        """(it) => {
          const text = document.createRange();
          text.selectNodeContents(it);
          const { left, right } = text.getBoundingClientRect();
          return [left, right];
        }"""
    )
    return float(left), float(right)


def test_each_block_stands_on_the_side_of_its_language(popup: Surface) -> None:
    popup.ask_and_wait(f"[[sandbox: echo]] {_ANSWER}")
    expect(popup.response).to_contain_text("The end.")
    answer = popup.response.locator(".markdown")
    edges = answer.bounding_box()
    assert edges is not None
    left, right = edges["x"], edges["x"] + edges["width"]

    for kind in ("ul >> nth=0", "ol"):
        items = answer.locator(kind)
        assert _style(items, "direction") == "rtl"
        # Room for bullets and numbers.
        assert _style(items, "padding-right") == "22px"
        assert _style(items, "padding-left") == "0px"
        _, text_right = _text_edges(items.locator("li").first)
        assert abs(right - 22 - text_right) < 2
    quotation = answer.locator("blockquote")
    assert _style(quotation, "border-right-width") == "3px"
    assert _style(quotation, "border-left-width") == "0px"
    assert _text_edges(quotation.locator("p"))[1] > right - 22

    first, last = answer.locator("th").first, answer.locator("th").last
    frame = answer.locator(".table-frame")
    assert frame.evaluate("(it) => it.scrollWidth > it.clientWidth")
    assert _text_edges(first)[0] > left
    assert _text_edges(first)[1] <= right
    assert _text_edges(last)[1] < _text_edges(first)[0]

    for code in (answer.locator("li code"), answer.locator("pre code")):
        assert _style(code, "direction") == "ltr"
    assert _text_edges(answer.locator("pre code"))[0] < left + 30

    english = answer.locator("ul >> nth=1")
    assert _style(english, "direction") == "ltr"
    assert abs(_text_edges(english.locator("li"))[0] - left - 22) < 2
