"""The side panel and the popup as the browser itself opens them."""

from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import POPUP_SIZE, Extension, Surface
from .providers import ANTHROPIC, PROVIDERS

OPEN_CONTEXTS = "chrome.runtime.getContexts({}).then(all => all.map(one => one.contextType))"


def test_the_button_opens_the_side_panel_and_closes_the_popup(
    fresh_extension: Extension,
) -> None:
    # Its own browser, since a test cannot close a side panel.
    extension = fresh_extension
    extension.begin_session(*PROVIDERS)
    popup = extension.open_popup()
    popup.prompt.fill("To be gone on with in the panel")
    with popup.page.expect_event("close"):
        popup.button("Open side panel").click()
    worker = extension.worker
    wait_until(lambda: "SIDE_PANEL" in worker.evaluate(OPEN_CONTEXTS), "the side panel")

    # Any page of the extension can list the open views.
    observer = extension.open_popup().page
    panel = """() => chrome.extension.getViews()
      .find((view) => view.location.pathname === "/sidepanel.html")
      ?.document.querySelector("[aria-label=Prompt]")?.value"""
    assert wait_until(lambda: observer.evaluate(panel), "its prompt") == (
        "To be gone on with in the panel"
    )


def test_the_real_popup_has_its_size_and_the_keyboard_in_the_prompt(
    extension: Extension, popup: Surface
) -> None:
    # In headless mode a popup cannot reach beyond the window.
    popup.page.set_viewport_size({"width": 1200, "height": 900})
    extension.worker.evaluate("chrome.action.openPopup()")
    real = """() => {
      const view = chrome.extension.getViews({ type: "popup" })[0];
      const focused = view?.document.activeElement?.getAttribute("aria-label");
      return focused && [view.innerWidth, view.innerHeight, focused];
    }"""
    expected = [*POPUP_SIZE, "Prompt"]
    wait_until(lambda: popup.page.evaluate(real) == expected, f"a popup of {expected}")


def test_nothing_is_cut_off_at_the_side_in_a_narrow_panel(
    extension: Extension, popup: Surface
) -> None:
    popup.ask_and_wait("What is a gatehouse?")
    panel = extension.open_side_panel(size=(320, 700))
    expect(panel.response.get_by_role("table")).to_be_visible()
    width = "document.documentElement.scrollWidth"
    assert panel.page.evaluate(width) == 320
    # The longest of the names, and no key: it may be shortened, but pushes nothing aside.
    panel.button("Remove Anthropic key").click()
    panel.choose(ANTHROPIC)
    for part in (panel.generate, panel.sign_out, panel.copy, panel.regenerate):
        part.scroll_into_view_if_needed()
        expect(part).to_be_in_viewport(ratio=1)
