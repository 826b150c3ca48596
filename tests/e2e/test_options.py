"""The options page: every open page of the extension follows a change at once."""

import json

import pytest
from playwright.sync_api import Locator, Page, Request, expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .processes import call_gateway
from .providers import OPENAI, PROVIDERS
from .test_right_click import INSTALL_AGAIN

BACKGROUND = "getComputedStyle(document.body).backgroundColor"
DARK, LIGHT = "rgb(25, 27, 30)", "rgb(251, 250, 248)"


def button(page: Page, name: str) -> Locator:
    """Find a button by its whole name."""
    return page.get_by_role("button", name=name, exact=True)


def titles(page: Page) -> list[str]:
    """The quick actions in their order."""
    boxes = page.get_by_role("checkbox")
    found: list[str] = boxes.evaluate_all("all => all.map(one => one.labels[0].innerText)")
    return found


def write_action(page: Page, name: str, prompt: str) -> None:
    """Fill in an action and press Save."""
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_role("textbox", name="Prompt", exact=True).fill(prompt)
    button(page, "Save action").click()


def test_actions_are_the_persons_own(extension: Extension) -> None:
    extension.worker.evaluate(INSTALL_AGAIN)
    page = extension.open_options()
    section = page.get_by_role("region", name="Quick actions")

    button(page, "Add an action").click()
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    write_action(page, "Ask", "Answer this.")
    expect(section.get_by_role("alert")).to_contain_text("Write {selection} where")
    write_action(page, "Ask", f"{OPENAI.key} {{selection}}")
    expect(section.get_by_role("alert")).to_contain_text("This looks like an API key.")
    write_action(page, "Ask", "Answer this: {selection}")
    expect(page.get_by_label("Ask", exact=True)).to_be_checked()

    # By keyboard alone; the focus stays where it is.
    up = button(page, "Move Ask up")
    up.focus()
    for _ in range(4):
        up.press("Enter")
    expect(section.get_by_role("status")).to_have_text("Ask is number 2 of 6 now.")
    expect(up).to_be_focused()

    button(page, "Edit Explain").click()
    write_action(page, "Why?", "Why? {selection}")
    page.get_by_label("Translate", exact=True).uncheck()
    button(page, "Delete Improve").click()
    button(page, "Delete Fix grammar").click()
    expect(button(page, "Undo")).to_be_focused()
    page.keyboard.press("Enter")
    # A half-written action is lost neither with Escape nor by editing another one.
    button(page, "Edit Summarise").click()
    names = page.get_by_role("textbox", name="Name", exact=True)
    names.fill("Something else")
    page.keyboard.press("Escape")
    button(page, "Edit Translate").click()
    expect(names).to_have_count(2)
    expect(names.last).to_be_focused()  # the editor takes the focus after it is shown
    page.keyboard.press("Escape")
    expect(button(page, "Edit Translate")).to_be_focused()
    expect(names).to_have_value("Something else")
    button(page, "Cancel").click()
    expect(button(page, "Edit Summarise")).to_be_focused()

    assert titles(page) == ["Summarise", "Ask", "Why?", "Translate", "Fix grammar"]
    page.reload()
    expect(button(page, "Edit Ask")).to_be_visible()
    assert titles(page) == ["Summarise", "Ask", "Why?", "Translate", "Fix grammar"]
    [own] = [one for one in stored(extension)["actions"] if one.get("title") == "Ask"]
    menu = ["separator", "summarise", own["id"], "explain", "fix-grammar"]
    wait_until(lambda: extension.worker.evaluate("self.made")[-5:] == menu, "the new menu")

    button(page, "Restore defaults").click()
    expect(section.get_by_role("status")).to_have_text("The defaults are restored.")
    assert titles(page) == ["Summarise", "Explain", "Translate", "Improve", "Fix grammar"]
    button(page, "Undo").click()
    expect(button(page, "Edit Ask")).to_be_visible()


def stored(extension: Extension) -> dict[str, list[dict[str, str]]]:
    """The settings that are kept when the browser ends."""
    found: dict[str, list[dict[str, str]]] = extension.worker.evaluate("chrome.storage.local.get()")
    return found


def test_the_theme_is_the_persons_own(extension: Extension) -> None:
    popup = extension.open_popup().page
    page = extension.open_options()
    assert [one.evaluate(BACKGROUND) for one in (popup, page)] == [LIGHT, LIGHT]
    page.get_by_label("Theme").select_option("Dark")
    wait_until(lambda: popup.evaluate(BACKGROUND) == DARK, "the dark in the popup")
    assert page.evaluate(BACKGROUND) == DARK

    # From the first paint on, before the settings have been read.
    for one in (popup, extension.open_options()):
        one.add_init_script("chrome.storage.local.get = () => new Promise(() => {})")
        one.reload(wait_until="load")
        assert one.evaluate(BACKGROUND) == DARK
    page.get_by_label("Theme").select_option("As in the system")
    wait_until(lambda: page.evaluate(BACKGROUND) == LIGHT, "the system's light")
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(BACKGROUND) == DARK


def test_another_language_keeps_what_is_being_written(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    panel = extension.open_side_panel()
    panel.prompt.fill("Half a question")
    panel.page.evaluate("document.querySelector('textarea').setSelectionRange(4, 4)")
    panel.key_field(OPENAI).fill("sk-half")
    page = extension.open_options()
    button(page, "Edit Explain").click()
    page.get_by_role("textbox", name="Prompt", exact=True).fill("Explain half of {selection}")
    button(page, "Add an action").click()
    names = page.locator(".action-editor input")
    names.last.fill("My own")
    page.get_by_label("Port").fill("87")

    # By keyboard: the list keeps the focus.
    language = page.get_by_label("Language", exact=True)
    language.focus()
    language.select_option("de")
    expect(page.get_by_role("heading", name="Gatehouse-Einstellungen")).to_be_visible()
    expect(page.locator("select:focus")).to_have_value("de")
    expect(names).to_have_count(2)
    # What was not edited is in the new language.
    expect(names.first).to_have_value("Erklären")
    expect(names.last).to_have_value("My own")
    expect(page.locator(".action-template").first).to_have_value("Explain half of {selection}")
    expect(page.locator("#port")).to_have_value("87")

    expect(panel.page.get_by_role("button", name="Abmelden")).to_be_visible()
    expect(panel.page.locator("textarea").first).to_have_value("Half a question")
    expect(panel.page.locator("[data-focus='key:openai']")).to_have_value("sk-half")
    assert panel.page.evaluate("document.querySelector('textarea').selectionStart") == 4


def test_an_answer_is_in_the_page_s_language(extension: Extension, popup: Surface) -> None:
    popup.ask_and_wait("What is a gatehouse?")
    expect(popup.page.get_by_role("button", name="Copy code")).to_have_count(1)
    extension.set_settings(language="de")
    expect(popup.page.get_by_role("button", name="Code kopieren")).to_have_count(1)
    expect(popup.page.get_by_role("button", name="Copy code")).to_have_count(0)


def sent_in(request: Request) -> dict[str, object]:
    """The fields of a request's JSON."""
    body: dict[str, object] = json.loads(request.post_data or "{}")
    return body


def test_answers_are_asked_for_in_the_persons_language(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    popup = extension.open_popup()
    page = extension.open_options()
    page.get_by_label("Reply language").select_option("German")
    popup.page.bring_to_front()
    with popup.page.expect_request("**/generate") as asked:
        popup.ask("[[sandbox: hang]] Hello")
    popup.stop.click()
    assert sent_in(asked.value)["system"] == (
        "Answer in German, unless you are asked for another language."
    )
    page.get_by_label("Reply language").select_option("As the prompt asks")
    with popup.page.expect_request("**/generate") as asked:
        popup.ask("Hello again")
    assert "system" not in sent_in(asked.value)


@pytest.mark.default_port
def test_a_port_that_is_none_is_refused(extension: Extension) -> None:
    page = extension.open_options()
    refusal = page.get_by_text("A port is a whole number from 1 to 65535.")
    for port in ("", "0", "65536", "8765.5", "http"):
        page.get_by_label("Port").fill(port)
        expect(refusal).to_have_count(0)
        page.keyboard.press("Enter")
        expect(refusal).to_be_visible()
    assert stored(extension) == {}


@pytest.mark.default_port
def test_another_port_is_asked_at_once_and_the_session_stays_behind(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    stolen = extension.session_headers()
    popup = extension.open_popup()
    page = extension.open_options()
    page.get_by_label("Port").fill("9")
    button(page, "Save port").click()
    expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    expect(popup.alert).to_contain_text("The gateway is not running")
    expect(popup.page.get_by_text("make run GATEWAY_PORT=9", exact=True)).to_be_visible()
    # The server at the new port received no usable part of the session.
    assert call_gateway("/session", stolen) == 401

    page.get_by_label("Port").fill("8765")
    button(page, "Save port").click()
    expect(popup.page.get_by_role("heading", name="Paste your keys to begin")).to_be_visible()


def test_the_options_are_found_and_name_the_shortcuts(extension: Extension) -> None:
    popup = extension.open_popup()
    with extension.context.expect_page() as opened:
        popup.button("Options").click()
    keyboard = opened.value.get_by_role("region", name="Keyboard")
    expect(keyboard).to_contain_text("Open the popup")
    for keys in ("Alt+Shift+G", "Alt+Shift+S", "Ctrl + Enter", "Escape", "Arrow up"):
        expect(keyboard.get_by_text(keys, exact=True)).to_be_visible()
    with extension.context.expect_page() as shortcuts:
        keyboard.get_by_role("button", name="Change these shortcuts").click()
    expect(shortcuts.value).to_have_url("chrome://extensions/shortcuts")


def test_nothing_is_cut_off_in_a_narrow_window(extension: Extension) -> None:
    page = extension.open_options(size=(320, 800))
    button(page, "Edit Summarise").click()
    expect(button(page, "Save action")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
