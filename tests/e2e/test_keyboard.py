"""What a key press does in popup and panel."""

from playwright.sync_api import expect

from .extension import Extension, Surface


def test_a_prompt_is_sent_stopped_and_fetched_back_without_a_mouse(popup: Surface) -> None:
    expect(popup.prompt).to_be_focused()
    keys = popup.page.keyboard
    keys.type("[[sandbox: hang_midway]] Half of it")
    keys.press("Control+Enter")
    expect(popup.response).to_contain_text("Half")
    keys.press("Escape")
    expect(popup.status).to_have_text("Stopped")
    expect(popup.prompt).to_be_focused()

    keys.press("ControlOrMeta+A")
    keys.press("Delete")
    keys.press("ArrowUp")
    expect(popup.prompt).to_have_value("[[sandbox: hang_midway]] Half of it")
    # In a prompt with text it moves the cursor, as anywhere.
    popup.prompt.fill("One\nTwo")
    keys.press("ArrowUp")
    keys.type("!")
    expect(popup.prompt).to_have_value("One!\nTwo")


def test_focus_moves_to_the_prompt_when_an_answer_ends(popup: Surface) -> None:
    popup.ask_and_wait("Once more")
    popup.regenerate.focus()
    popup.page.keyboard.press("Enter")
    # The focus was on Stop, which is gone.
    expect(popup.prompt).to_be_focused()
    expect(popup.stop).to_have_count(0)


def test_keys_that_an_input_method_needs_are_left_to_it(
    extension: Extension, popup: Surface
) -> None:
    popup.ask("[[sandbox: hang_midway]] Half of it")
    expect(popup.response).to_contain_text("Half")
    popup.prompt.fill("")
    popup.prompt.focus()
    devtools = extension.context.new_cdp_session(popup.page)

    composing = {"text": "かな", "selectionStart": 2, "selectionEnd": 2}
    devtools.send("Input.imeSetComposition", composing)
    # Escape and Enter belong to the input method while it composes a word.
    popup.page.keyboard.press("Escape")
    devtools.send("Input.imeSetComposition", composing)
    popup.page.keyboard.press("Control+Enter")
    expect(popup.stop).to_be_visible()
    assert len(popup.generations()) == 1
    devtools.send("Input.insertText", {"text": "仮名"})
    expect(popup.prompt).to_have_value("仮名")
