"""A popup closes when it loses focus. Nothing may be lost then."""

from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import Extension, Surface
from .providers import OPENAI


def test_an_answer_in_the_making_is_found_whole_in_the_side_panel(
    extension: Extension, popup: Surface
) -> None:
    popup.ask("[[sandbox: slow delay_ms=30]] Will it be lost")
    expect(popup.response.get_by_role("heading", name="Will it be lost")).to_be_visible()
    popup.page.close()

    panel = extension.open_side_panel()
    # The panel follows the running answer, and shows what came before it was opened.
    expect(panel.stop).to_be_visible()
    expect(panel.response.get_by_role("heading", name="Will it be lost")).to_be_visible()
    expect(panel.status).to_have_text("Answer ready")
    expect(panel.response).to_contain_text(OPENAI.closing)
    # No gap and no piece twice: equal to the answer when it is read in one go.
    followed = panel.response.inner_text()
    panel.page.reload()
    expect(panel.response).to_have_text(followed, use_inner_text=True)
    assert len(panel.generations()) == 1


def test_a_follow_up_question_outlives_its_browser_window(extension: Extension) -> None:
    extension.begin_session(OPENAI)
    # Another window stays open, since the browser would end with its last one.
    popup = extension.open_popup_in_window()
    popup.ask_and_wait("The first question")
    popup.prompt.fill("[[sandbox: slow delay_ms=15]] The second question")
    popup.follow_up.click()
    expect(popup.response.get_by_role("heading", name="The second question")).to_be_visible()
    window = popup.page.evaluate("chrome.windows.getCurrent().then(({ id }) => id)")
    with popup.page.expect_event("close"):
        extension.worker.evaluate("(id) => chrome.windows.remove(id)", window)

    panel = extension.open_side_panel()
    expect(panel.stop).to_be_visible()
    expect(panel.page.get_by_role("article").first).to_contain_text("The first question")
    expect(panel.response.get_by_role("heading", name="The second question")).to_be_visible()
    expect(panel.status).to_have_text("Answer ready")
    expect(panel.response).to_contain_text(OPENAI.closing)
    followed = panel.response.inner_text()
    panel.page.reload()
    expect(panel.response).to_have_text(followed, use_inner_text=True)
    expect(panel.page.get_by_role("article")).to_have_count(2)


def test_a_page_that_closes_at_once_loses_nothing(extension: Extension, popup: Surface) -> None:
    popup.prompt.fill("Asked and gone")
    # Before the gateway's first event could reach the page.
    popup.page.evaluate(
        """async () => {
          const send = window.fetch;
          window.fetch = async (...call) => {
            const answer = await send(...call);
            if (String(call[0]).endsWith("/generate")) await new Promise(() => undefined);
            return answer;
          };
          const named = (one) => one.textContent === "Generate";
          [...document.querySelectorAll("button")].find(named).click();
        }"""
    )
    wait_until(popup.generations, "the question to arrive")
    popup.page.close()
    panel = extension.open_side_panel()
    expect(panel.response.get_by_role("heading", name="Asked and gone")).to_be_visible()
    expect(panel.status).to_have_text("Answer ready")
    assert len(panel.generations()) == 1


def test_a_finished_answer_is_there_when_the_popup_opens_again(
    extension: Extension, popup: Surface
) -> None:
    popup.ask_and_wait("Still there?")
    popup.page.close()
    again = extension.open_popup()
    expect(again.response.get_by_role("heading", name="Still there")).to_be_visible()
    expect(again.prompt).to_have_value("Still there?")
    again.regenerate.click()
    expect(again.status).to_have_text("Answer ready")
    assert len(again.generations()) == 2


def test_the_panel_follows_and_stops_what_the_popup_began(
    extension: Extension, popup: Surface
) -> None:
    popup.ask("[[sandbox: hang_midway]] Begun in the popup")
    expect(popup.response.get_by_role("table")).to_be_visible()
    panel = extension.open_side_panel()
    expect(panel.response.get_by_role("table")).to_be_visible()
    # Nothing twice, although the stream repeats events that the page already has.
    wait_until(
        lambda: panel.response.inner_text() == popup.response.inner_text(), "the same text in both"
    )
    popup.page.close()
    panel.stop.click()
    expect(panel.status).to_have_text("Stopped")
    expect(panel.response.get_by_role("heading", name="Begun in the popup")).to_be_visible()


def test_an_open_panel_shows_what_the_popup_asks(extension: Extension, popup: Surface) -> None:
    panel = extension.open_side_panel()
    popup.page.bring_to_front()
    popup.ask_and_wait("Seen in both")
    expect(panel.status).to_have_text("Answer ready")
    # Formulas are rendered a moment later.
    wait_until(
        lambda: panel.response.inner_text() == popup.response.inner_text(), "the same answer"
    )


def test_the_draft_is_kept(extension: Extension, popup: Surface) -> None:
    popup.prompt.fill("Half a thou")
    popup.page.close()
    expect(extension.open_popup().prompt).to_have_value("Half a thou")
    expect(extension.open_side_panel().prompt).to_have_value("Half a thou")
