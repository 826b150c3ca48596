"""The toolbar icon shows that an answer is running, or that one has not been read yet."""

from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import Extension, Surface

SLOWLY = "[[sandbox: echo delay_ms=400]] from the first word to the last"
"""Three seconds of an answer: time to close the page before it is there."""

NOTHING = ("", "Gatehouse")
RUNNING = ("…", "Gatehouse: an answer is being written")
READY = ("✓", "Gatehouse: an answer is ready")
FAILED = ("!", "Gatehouse: an answer broke off")


def expect_icon(extension: Extension, expected: tuple[str, str]) -> None:
    """Wait until the icon says this."""
    wait_until(lambda: extension.icon() == expected, f"the icon to say {expected}")


def test_it_tells_what_happens_while_no_page_is_open(extension: Extension, popup: Surface) -> None:
    assert extension.icon() == NOTHING
    popup.ask(SLOWLY)
    expect_icon(extension, RUNNING)
    popup.page.close()
    assert extension.icon() == RUNNING
    expect_icon(extension, READY)

    # The next popup shows the whole answer and resets the icon.
    panel = extension.open_side_panel()
    expect(panel.response).to_have_text("from the first word to the last")
    expect_icon(extension, NOTHING)

    panel.ask("[[sandbox: echo error_midway delay_ms=800]] from the first word to the last")
    expect_icon(extension, RUNNING)
    panel.page.close()
    expect_icon(extension, FAILED)
    extension.open_side_panel().alert.wait_for()
    expect_icon(extension, NOTHING)


def test_an_answer_that_is_seen_to_end_leaves_it_at_rest(
    extension: Extension, popup: Surface
) -> None:
    popup.ask_and_wait("Seen")
    expect_icon(extension, NOTHING)
    popup.ask("[[sandbox: hang_midway]] Stopped")
    expect_icon(extension, RUNNING)
    popup.stop.click()
    expect(popup.status).to_have_text("Stopped")
    expect_icon(extension, NOTHING)


def test_a_worker_that_was_stopped_in_between_learns_of_the_end(
    extension: Extension, popup: Surface
) -> None:
    # The prompt starts the worker again.
    extension.stop_worker(extension.empty_tab)
    popup.ask(SLOWLY)
    expect_icon(extension, RUNNING)
    popup.page.close()
    extension.stop_worker(extension.empty_tab)
    extension.wake_worker(extension.empty_tab)
    expect_icon(extension, READY)


def test_one_that_runs_in_another_conversation_is_told_too(
    extension: Extension, popup: Surface
) -> None:
    popup.ask_and_wait("The one that is read")
    popup.ask(SLOWLY)
    popup.history.click()
    popup.conversations().nth(1).get_by_role("button").first.click()
    expect(popup.response.get_by_role("heading", name="The one that is read")).to_be_visible()
    expect(popup.generate).to_be_enabled()
    expect_icon(extension, READY)
    popup.history.click()
    expect(popup.conversations().first).to_contain_text("new")
    popup.conversations().first.get_by_role("button").first.click()
    expect(popup.response).to_have_text("from the first word to the last")
    expect_icon(extension, NOTHING)


def test_sign_out_resets_the_icon(extension: Extension, popup: Surface) -> None:
    popup.ask("[[sandbox: hang_midway]] Half of it")
    expect_icon(extension, RUNNING)
    popup.sign_out.click()
    expect_icon(extension, NOTHING)
