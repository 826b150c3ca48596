"""Follow-up questions, versions of an answer, and the session's history."""

from pathlib import Path

from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .processes import Sandbox
from .providers import ANTHROPIC, GEMINI, OPENAI, PROVIDERS, Provider, for_each_provider


@for_each_provider
def test_a_follow_up_question_carries_what_was_said(popup: Surface, provider: Provider) -> None:
    popup.choose(provider)
    expect(popup.follow_up).to_have_count(0)
    popup.ask_and_wait("[[sandbox: echo]] The first answer")
    popup.ask_on("[[sandbox: echo]] The second answer")

    # The newest answer is in the region of that name; earlier ones are above it.
    expect(popup.response).to_have_text("The second answer")
    turns = popup.page.get_by_role("article")
    expect(turns).to_have_count(2)
    expect(turns.first).to_contain_text("The first answer")
    # A longer conversation costs more: the earlier question and answer went along.
    newest, first = popup.generations()
    assert newest["usage"]["input_tokens"] > 1.8 * first["usage"]["input_tokens"]


def test_generate_begins_anew_and_the_foremost_button_does_what_the_keys_do(
    popup: Surface,
) -> None:
    popup.ask_and_wait("The first question")
    # The sent prompt is selected, so typing replaces it.
    popup.prompt.focus()
    popup.page.keyboard.type("And then")
    expect(popup.prompt).to_have_value("And then")
    expect(popup.follow_up).to_have_attribute("aria-keyshortcuts", "Control+Enter")
    popup.prompt.press("ControlOrMeta+Enter")
    expect(popup.page.get_by_role("article")).to_have_count(2)
    expect(popup.response.get_by_role("heading", name="And then")).to_be_visible()
    expect(popup.response).to_have_count(1)
    expect(popup.prompt).to_have_value("")

    popup.ask_and_wait("Something else")
    expect(popup.page.get_by_role("article")).to_have_count(1)
    expect(popup.generate).to_have_attribute("aria-keyshortcuts", "Control+Enter")
    popup.history.click()
    expect(popup.conversations()).to_have_count(2)


def test_popup_and_panel_show_the_same_conversation(extension: Extension, popup: Surface) -> None:
    panel = extension.open_side_panel()
    popup.page.bring_to_front()
    popup.ask_and_wait("The first question")
    popup.ask_on("The second question")
    expect(panel.page.get_by_role("article")).to_have_count(2)
    expect(panel.response.get_by_role("heading", name="The second question")).to_be_visible()
    panel.page.bring_to_front()
    panel.ask_on("The third question")
    expect(popup.page.get_by_role("article")).to_have_count(3)
    expect(popup.response).to_have_text(panel.response.inner_text(), use_inner_text=True)


def versions_shown(popup: Surface) -> list[int]:
    """Which version of each stored conversation's newest answer is shown."""
    stored = popup.page.evaluate("chrome.storage.session.get()")
    threads = [thread for name, thread in stored.items() if name.startswith("thread:")]
    return [thread["turns"][-1]["shown"] for thread in threads]


def test_another_provider_answers_beside_the_first(popup: Surface) -> None:
    popup.ask_and_wait("Who are you?")
    others = popup.button("Ask another")
    others.focus()
    others.press("Enter")
    item = popup.page.get_by_role("menuitem", name="Anthropic · claude-3.5-sonnet")
    expect(item).to_be_focused()
    item.press("ArrowDown")
    item = popup.page.get_by_role("menuitem", name="Gemini · gemini-1.5-pro-1m")
    expect(item).to_be_focused()
    item.press("Enter")
    expect(popup.response).to_contain_text(GEMINI.closing)
    expect(popup.provider).to_have_value(OPENAI.id)

    # Nothing is lost.
    popup.button("Previous version").click()
    expect(popup.response).to_contain_text(OPENAI.closing)
    wait_until(lambda: versions_shown(popup) == [0], "the shown version to be stored")
    popup.page.reload()
    expect(popup.response).to_contain_text(OPENAI.closing)
    popup.button("Next version").click()
    expect(popup.response).to_contain_text(GEMINI.closing)
    # A failure replaces no version.
    popup.choose(ANTHROPIC)
    popup.regenerate.click()
    expect(popup.response).to_contain_text(ANTHROPIC.closing)
    expect(popup.page.get_by_text("3 / 3", exact=True)).to_be_visible()


def test_the_history_opens_exports_and_deletes(popup: Surface, tmp_path: Path) -> None:
    popup.history.click()
    expect(popup.page.get_by_text("No conversations yet")).to_be_visible()
    expect(popup.page.get_by_text("gone when you sign out")).to_be_visible()
    popup.page.keyboard.press("Escape")
    expect(popup.history).to_be_focused()

    popup.ask_and_wait("[[sandbox: echo]] First *answer*")
    popup.ask_on("[[sandbox: echo]] Further answer")
    popup.ask_and_wait("[[sandbox: echo]] Another answer")
    popup.history.click()
    expect(popup.conversations()).to_have_count(2)
    expect(popup.conversations().nth(1)).to_contain_text("2 questions")

    first = "[[sandbox: echo]] First *answer*"
    with popup.page.expect_download() as download:
        popup.button(f"Export “{first}” as Markdown").click()
    assert download.value.suggested_filename.endswith("-sandbox-echo-first-answer.md")
    download.value.save_as(tmp_path / "export.md")
    exported = (tmp_path / "export.md").read_text(encoding="utf-8")
    assert exported.index("> [[sandbox: echo]] First") < exported.index("\nFirst *answer*\n")
    assert exported.index("\nFirst *answer*\n") < exported.index("\nFurther answer\n")
    assert "**OpenAI · gpt-4.1**" in exported
    assert "Another" not in exported

    popup.conversations().nth(1).get_by_role("button").first.click()
    expect(popup.page.get_by_role("article")).to_have_count(2)
    expect(popup.response).to_have_text("Further answer")
    popup.ask_on("[[sandbox: echo]] Later answer")
    popup.history.click()
    expect(popup.conversations().first).to_contain_text("3 questions")

    popup.button(f"Delete “{first}”").click()
    expect(popup.conversations()).to_have_count(1)
    expect(popup.button("Undo")).to_be_focused()
    popup.button("Undo").click()
    expect(popup.conversations()).to_have_count(2)
    popup.button("Delete all").click()
    expect(popup.conversations()).to_have_count(0)
    popup.button("Close history").click()
    expect(popup.response).to_have_count(0)
    stored = popup.page.evaluate("chrome.storage.session.get()")
    assert not [name for name in stored if name.startswith("thread:")]
    popup.page.reload()
    expect(popup.response).to_have_count(0)


def test_what_is_deleted_while_it_runs_is_stopped(popup: Surface) -> None:
    popup.ask("[[sandbox: hang_midway]] Half of it")
    expect(popup.response.get_by_role("table")).to_be_visible()
    popup.history.click()
    expect(popup.conversations()).to_contain_text("being answered…")
    popup.button("Delete all").click()
    wait_until(lambda: popup.generations()[0]["status"] == "stopped", "the end of it")
    expect(popup.generate).to_be_enabled()


def test_sign_out_forgets_every_conversation_in_every_page(
    extension: Extension, popup: Surface
) -> None:
    popup.ask_and_wait("Something private")
    popup.ask_on("More of it")
    panel = extension.open_side_panel()
    panel.history.click()
    expect(panel.conversations()).to_have_count(1)
    popup.sign_out.click()
    expect(panel.page.get_by_text("Something private")).to_have_count(0)
    expect(popup.page.get_by_text("Something private")).to_have_count(0)
    assert popup.page.evaluate("chrome.storage.session.get()") == {}


def test_a_conversation_that_grew_too_long_can_go_on(
    popup: Surface, sandbox: Sandbox, unique: str
) -> None:
    popup.ask_and_wait(f"[[sandbox: echo]] {unique} 1")
    popup.ask_on(f"[[sandbox: echo]] {unique} 2")
    too_long = f"[[sandbox: context_too_long times=1]] {unique}"
    popup.prompt.fill(too_long)
    popup.follow_up.click()
    expect(popup.alert).to_contain_text("With all that was said before")
    popup.button("Edit prompt").click()
    expect(popup.prompt).to_have_value(too_long)

    popup.alert.get_by_role("button", name="Leave out older questions").click()
    expect(popup.response).to_contain_text(OPENAI.closing)
    expect(popup.alert).to_have_count(0)
    expect(popup.page.get_by_text("The question above is not sent along")).to_be_visible()

    popup.prompt.fill(f"{too_long} again")
    popup.follow_up.click()
    expect(popup.alert).to_be_visible()
    popup.alert.get_by_role("button", name="Ask it on its own").click()
    expect(popup.response).to_contain_text(OPENAI.closing)
    expect(popup.page.get_by_role("article")).to_have_count(1)


def test_a_conversation_that_is_too_large_has_no_untitled_twin(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    panel = extension.open_side_panel()
    # More than the browser keeps, less than the gateway takes.
    panel.prompt.evaluate(
        "field => { field.value = '[[sandbox: hang]] ' + 'word '.repeat(1_400_000) }"
    )
    panel.prompt.press("End")
    panel.prompt.type("!")
    panel.generate.click()
    expect(panel.page.get_by_text("too large to be kept")).to_be_visible()
    wait_until(lambda: panel.generations()[0]["status"] == "running", "the generation")

    popup = extension.open_popup()
    popup.history.click()
    expect(popup.page.get_by_text("No conversations yet")).to_be_visible()
    popup.page.wait_for_timeout(1_000)
    expect(popup.conversations()).to_have_count(0)
    panel.page.bring_to_front()
    expect(panel.page.get_by_text("too large to be kept")).to_be_visible()
    panel.stop.click()
    expect(panel.status).to_have_text("Stopped")
