"""“Generate from selection…”: from selected text on any page into the side panel.

A native menu cannot be driven without a screen, so the click is given to the worker as the browser
would give it. It lacks the person's gesture, without which no side panel opens: that makes the
worker take its other way, the popup, which is a real one here.
"""

from playwright.sync_api import expect

from tests.polling import wait_until

from .extension import Extension
from .providers import PROVIDERS

# The ids of an extension's menu items are unique.
HAS_ITEM = "chrome.contextMenus.update('generate-from-selection', {}).then(() => true, () => false)"

# Creating an item that exists already is an error, not a second item.
INSTALL_AGAIN = """() => {
  const create = chrome.contextMenus.create;
  self.made = [];
  chrome.contextMenus.create = (item) => create.call(chrome.contextMenus, item, () => {
    self.made.push(chrome.runtime.lastError?.message ?? item.id);
  });
  chrome.runtime.onInstalled.dispatch({ reason: "update" });
}"""

CLICK = """async (selectionText) => {
  const [tab] = await chrome.tabs.query({});
  const info = { menuItemId: "generate-from-selection", selectionText, editable: false };
  chrome.contextMenus.onClicked.dispatch(info, tab);
}"""

REAL_POPUP = """() => {
  const view = chrome.extension.getViews({ type: "popup" })[0];
  const prompt = view?.document.querySelector("[aria-label=Prompt]");
  return view && prompt && {
    size: [view.innerWidth, view.innerHeight],
    prompt: prompt.value,
    focused: view.document.activeElement === prompt,
  };
}"""


def test_the_selection_waits_in_the_panel_and_nothing_is_sent(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    extension.worker.evaluate(CLICK, "Marked on a page")
    panel = extension.open_side_panel()
    expect(panel.prompt).to_have_value("Marked on a page")
    expect(panel.prompt).to_be_focused()
    assert panel.generations() == []

    panel.generate.click()
    expect(panel.response.get_by_role("heading", name="Marked on a page")).to_be_visible()


def test_the_selection_comes_first_even_without_a_key(extension: Extension) -> None:
    extension.worker.evaluate(CLICK, "Marked on a page")
    panel = extension.open_side_panel()
    expect(panel.prompt).to_have_value("Marked on a page")
    expect(panel.prompt).to_be_focused()


def test_an_open_panel_takes_the_selection(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    panel = extension.open_side_panel()
    expect(panel.prompt).to_have_value("")
    extension.worker.evaluate(CLICK, "Marked later")
    expect(panel.prompt).to_have_value("Marked later")
    expect(panel.prompt).to_be_focused()
    extension.worker.evaluate(CLICK, "Marked\nlast")
    expect(panel.prompt).to_have_value("Marked\nlast")
    assert panel.generations() == []


def test_a_draft_that_gives_way_can_be_fetched_back(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    panel = extension.open_side_panel()
    panel.prompt.fill("Half a thought")
    extension.worker.evaluate(CLICK, "Marked on a page")
    expect(panel.prompt).to_have_value("Marked on a page")
    panel.button("Restore draft").click()
    expect(panel.prompt).to_have_value("Half a thought")


def test_a_selection_is_taken_once(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    extension.worker.evaluate(CLICK, "Marked on a page")
    panel = extension.open_side_panel()
    expect(panel.prompt).to_have_value("Marked on a page")
    panel.prompt.fill("Something else by now")
    panel.page.reload()
    expect(panel.prompt).to_have_value("Something else by now")


def test_where_no_panel_opens_the_popup_takes_the_selection(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    extension.worker.evaluate(CLICK, "Marked on a page")
    # Any page of the extension can list the open views.
    observer = extension.open_popup().page
    extension.worker.evaluate(CLICK, "Marked once more")
    popup = wait_until(lambda: observer.evaluate(REAL_POPUP), "the popup")
    assert popup["prompt"] == "Marked once more"


def test_the_menu_has_each_item_once_after_a_restart_of_the_worker(extension: Extension) -> None:
    page = extension.open_popup().page
    assert page.evaluate(HAS_ITEM)
    extension.stop_worker(page)
    extension.wake_worker(page)
    assert page.evaluate(HAS_ITEM)

    # An update installs the extension again while the menu items still exist.
    extension.worker.evaluate(INSTALL_AGAIN)
    wait_until(lambda: extension.worker.evaluate("self.made.length > 7"), "the items to be made")
    assert extension.worker.evaluate("self.made") == [
        *("gatehouse", "generate-from-selection", "separator"),
        *("summarise", "explain", "translate", "improve", "fix-grammar"),
    ]
    assert page.evaluate(HAS_ITEM)


def test_a_worker_that_was_stopped_still_hears_the_click(extension: Extension) -> None:
    extension.begin_session(*PROVIDERS)
    panel = extension.open_side_panel()
    extension.stop_worker(panel.page)
    extension.wake_worker(panel.page)
    extension.worker.evaluate(CLICK, "Marked after a while")
    expect(panel.prompt).to_have_value("Marked after a while")
