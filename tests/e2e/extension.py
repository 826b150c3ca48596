"""The built extension in a Chromium, with its popup and side panel."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import (
    BrowserContext,
    CDPSession,
    Cookie,
    Locator,
    Page,
    Playwright,
    Worker,
    expect,
)

from tests.polling import TIMEOUT, wait_until

from .processes import DEFAULT_PORT, GATEWAY, GATEWAY_PORT, ROOT
from .providers import Provider

EXTENSION_ID = "hcepiejkdbpcgkglpfcdommfmenjfchp"
BUILD = ROOT / "extension/dist/chrome-mv3"
_ADDRESS = f"chrome-extension://{EXTENSION_ID}"
_COOKIE = "__Host-Http-gatehouse"

POPUP_SIZE = (400, 600)

_ARGUMENTS = [
    # The new headless mode is the whole browser. The old one cannot load extensions.
    "--headless=new",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    # Room for a popup in its full size.
    "--screen-info={1600x1200}",
    # A name that looks public, for pages of attackers.
    "--host-resolver-rules=MAP evil.example 127.0.0.1",
]

# As the pages do it, over HTTP.
# With the pages' own lock, so that a page that opens meanwhile begins no other session.
_BEGIN_SESSION = """([gateway, keys]) => navigator.locks.request("gatehouse-session", async () => {
  const call = async (method, path, headers, body) => {
    const answer = await fetch(gateway + path, { method, headers, body, credentials: "include" });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}`);
    return await answer.json();
  };
  const { csrf_token, created_at, expires_at } = await call("POST", "/session", {});
  const headers = { "X-CSRF-Token": csrf_token, "Content-Type": "application/json" };
  for (const [provider, api_key] of keys) {
    await call("PUT", `/keys/${provider}`, headers, JSON.stringify({ api_key }));
  }
  await chrome.storage.session.set({ session: { csrf_token, created_at, expires_at } });
})"""

# A click into the menu on selected text, as the browser reports it: the tab in front, the frame by
# its path, the text without its line breaks. It lacks a person's gesture, so no side panel opens;
# and no popup in its place, which would vie with the page that the test has open.
_CLICK = """async ([menuItemId, path, selectionText, editable]) => {
  await chrome.action.setPopup({ popup: "" });
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  const find = (name) => [location.pathname === name, getSelection().toString()];
  const frames = await chrome.scripting
    .executeScript({ target: { tabId: tab.id, allFrames: true }, func: find, args: [path] })
    .catch(() => []);
  const frame = frames.find(({ result }) => result?.[0]) ?? { frameId: 0, result: [true, ""] };
  const info = {
    menuItemId,
    editable,
    frameId: frame.frameId,
    pageUrl: tab.url,
    selectionText: selectionText ?? frame.result[1].replace(/\\s+/g, " "),
  };
  chrome.contextMenus.onClicked.dispatch(info, tab);
}"""

expect.set_options(timeout=TIMEOUT * 1000)


class Surface:
    """A popup or side panel. Elements are found by their accessible names."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.prompt = page.get_by_role("textbox", name="Prompt", exact=True)
        self.provider = page.get_by_role("combobox", name="Provider", exact=True)
        self.generate = self.button("Generate")
        self.stop = self.button("Stop")
        self.copy = self.button("Copy")
        self.regenerate = self.button("Regenerate")
        self.follow_up = self.button("Follow up")
        self.go_on = self.button("Continue")
        self.history = self.button("History")
        self.sign_out = self.button("Sign out")
        self.keys = self.button("Keys")
        self.response = page.get_by_role("region", name="Response", exact=True)
        self.status = page.get_by_role("status")
        self.alert = page.get_by_role("alert")
        self.paste_field = page.get_by_role("textbox", name="Paste keys", exact=True)
        self.meta = page.get_by_role("article").last.locator("footer")

    def button(self, name: str) -> Locator:
        """Find a button by its whole name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def key_field(self, provider: Provider) -> Locator:
        """Find the field that takes the provider's key."""
        return self.page.get_by_role("textbox", name=f"{provider.name} API key", exact=True)

    def key_row(self, provider: Provider) -> Locator:
        """Find everything about the provider's key."""
        return self.page.get_by_role("listitem").filter(has=self.key_field(provider))

    def expect_key_state(self, provider: Provider, state: str) -> None:
        """Wait until the provider's key is in that state."""
        expect(self.key_row(provider).get_by_text(state, exact=True)).to_be_visible()

    def try_key(self, provider: Provider, key: str) -> None:
        """Enter a key and press Save, without waiting for the result."""
        self.key_field(provider).fill(key)
        self.button(f"Save {provider.name} key").click()

    def enter_key(self, provider: Provider) -> None:
        """Enter the provider's valid key and wait until it has been checked."""
        self.try_key(provider, provider.key)
        expect(self.key_row(provider).get_by_text(provider.masked)).to_be_visible()
        expect(self.key_field(provider)).to_have_value("")

    def choose(self, provider: Provider) -> None:
        """Choose the provider in the dropdown, and wait until the gateway has stored it."""
        with self.page.expect_response(lambda answer: answer.request.method == "PATCH"):
            self.provider.select_option(provider.id)

    def ask(self, prompt: str) -> None:
        """Write a prompt and press Generate."""
        self.prompt.fill(prompt)
        self.generate.click()

    def ask_and_wait(self, prompt: str) -> None:
        """Ask, and wait for the whole answer."""
        self.ask(prompt)
        expect(self.status).to_have_text("Answer ready")

    def ask_on(self, prompt: str) -> None:
        """Write a follow-up question, ask it, and wait for the whole answer."""
        self.prompt.fill(prompt)
        self.follow_up.click()
        expect(self.prompt).to_have_value("")
        expect(self.status).to_have_text("Answer ready")

    def conversations(self) -> Locator:
        """Find what the history lists, newest first."""
        return self.page.get_by_role("region", name="History").get_by_role("listitem")

    def call(self, method: str, path: str) -> Any:
        """Call the gateway in this page's session; give what its JSON answer says."""
        return self.page.evaluate(
            """async ([method, address]) => {
              const { session } = await chrome.storage.session.get("session");
              const headers = { "X-CSRF-Token": session?.csrf_token ?? "" };
              const answer = await fetch(address, { method, headers, credentials: "include" });
              return await answer.json();
            }""",
            [method, GATEWAY + path],
        )

    def generations(self) -> list[dict[str, Any]]:
        """The session's generations, newest first."""
        found: list[dict[str, Any]] = self.call("GET", "/generations")["generations"]
        return found


class Extension:
    """The extension, loaded into a Chromium of its own."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.empty_tab = context.pages[0]
        """An empty tab, so that closing a popup never closes the browser."""
        # autocomplete=off, since the browser keeps the contents of fields, on the disk as well.
        self.empty_tab.set_content(
            "<textarea autocomplete=off></textarea><div contenteditable>-</div>"
        )

    def reset_browser(self) -> None:
        """Reset to the state after the browser's start: no page, no session, nothing stored."""
        for page in self.context.pages:
            if page is not self.empty_tab:
                page.close()
        self._close_popups()
        self.worker.evaluate("chrome.action.setPopup({ popup: 'popup.html' })")
        self.worker.evaluate("chrome.storage.session.clear()")
        self.worker.evaluate("chrome.storage.local.clear()")
        self.context.clear_cookies()
        self.set_gateway_port()

    def _close_popups(self) -> None:
        """Close the browser's own popups, which Playwright does not list as pages."""
        devtools = self.context.new_cdp_session(self.empty_tab)
        for target in _targets(devtools, "page"):
            devtools.send("Target.closeTarget", {"targetId": target["targetId"]})
        devtools.detach()

    def set_gateway_port(self) -> None:
        """Set the port of the gateway under test, unless it is the default."""
        if GATEWAY_PORT != DEFAULT_PORT:
            self.set_settings(port=GATEWAY_PORT)

    @property
    def worker(self) -> Worker:
        """The service worker."""
        own = [one for one in self.context.service_workers if EXTENSION_ID in one.url]
        return own[0] if own else self.context.wait_for_event("serviceworker")

    @property
    def worker_of_other_extension(self) -> Worker:
        """The service worker of the extension that was loaded beside ours."""
        others = [one for one in self.context.service_workers if EXTENSION_ID not in one.url]
        return others[0] if others else self.context.wait_for_event("serviceworker")

    def open_popup(self) -> Surface:
        """Open the popup's page in a tab of the popup's size, and wait until it knows its state."""
        return self._open("popup.html", POPUP_SIZE)

    def begin_popup(self) -> Page:
        """Open the popup's page in a tab of the popup's size, without waiting for its state."""
        return self._go_to("popup.html", POPUP_SIZE, wait_until="commit")

    def open_side_panel(self, size: tuple[int, int] = (400, 800)) -> Surface:
        """Open the side panel's page in a tab of a panel's size."""
        return self._open("sidepanel.html", size)

    def open_compare(self, size: tuple[int, int] = (1280, 800)) -> Surface:
        """Open the compare page in a tab, as a reload of it would."""
        return self._open("compare.html", size)

    def open_options(self, size: tuple[int, int] = (1000, 900)) -> Page:
        """Open the options page in a tab."""
        return self._go_to("options.html", size)

    def open_page(self, address: str) -> Page:
        """Open a page of the web in a tab, in front of all others."""
        page = self.context.new_page()
        page.goto(address)
        page.bring_to_front()
        return page

    def click_menu(
        self,
        item: str,
        *,
        frame: str = "/",
        selected: str | None = None,
        editable: bool = False,
    ) -> None:
        """Choose an item of the menu on the selected text of the page in front.

        `frame` is the path of the frame that was clicked; `selected` what the browser says was
        selected, where it is not what the frame says.
        """
        self.worker.evaluate(_CLICK, [item, frame, selected, editable])

    def set_settings(self, **settings: Any) -> None:
        """Store these settings, as the options page does."""
        self.worker.evaluate("(settings) => chrome.storage.local.set(settings)", settings)

    def open_extensions_page(self) -> Surface:
        """Open chrome://extensions, where a user loads an unpacked extension."""
        page = self.context.new_page()
        page.set_viewport_size({"width": 700, "height": 420})
        page.goto("chrome://extensions")
        page.locator("#devMode").click()
        expect(page.get_by_role("button", name="Load unpacked")).to_be_visible()
        return Surface(page)

    def _open(self, path: str, size: tuple[int, int]) -> Surface:
        page = self._go_to(path, size)
        expect(page.locator("main:not([aria-busy=true])")).to_be_visible()
        return Surface(page)

    def _go_to(
        self, path: str, size: tuple[int, int], wait_until: Literal["load", "commit"] = "load"
    ) -> Page:
        page = self.context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(f"{_ADDRESS}/{path}", wait_until=wait_until)
        return page

    def open_popup_in_window(self) -> Surface:
        """Open the popup's page in a browser window of its own."""
        return self._open_in_window("popup.html")

    def open_side_panel_in_window(self) -> Surface:
        """Open the side panel's page in a window of its own: as beside a panel, tabs stay seen."""
        return self._open_in_window("sidepanel.html")

    def _open_in_window(self, path: str) -> Surface:
        with self.context.expect_page() as opened:
            self.worker.evaluate("(url) => chrome.windows.create({ url })", path)
        page = opened.value
        expect(page.locator("main:not([aria-busy=true])")).to_be_visible()
        return Surface(page)

    def icon(self) -> tuple[str, str]:
        """Give the toolbar icon's badge and its title."""
        badge, title = self.worker.evaluate(
            "Promise.all([chrome.action.getBadgeText({}), chrome.action.getTitle({})])"
        )
        return badge, title

    def begin_session(self, *providers: Provider) -> None:
        """Begin a session that holds keys, without a page. Entering keys has its own tests."""
        self.worker.evaluate(_BEGIN_SESSION, [GATEWAY, [[one.id, one.key] for one in providers]])

    def paste(self, text: str, into: Locator) -> None:
        """Copy a text in another tab, as from a password manager, and paste it."""
        field = self.empty_tab.locator("textarea")
        field.fill(text)
        field.press("ControlOrMeta+A")
        field.press("ControlOrMeta+C")
        into.press("ControlOrMeta+V")

    def clipboard(self) -> str:
        """Paste the clipboard in another tab and read it there."""
        field = self.empty_tab.locator("textarea")
        field.fill("")
        field.press("ControlOrMeta+V")
        return field.input_value()

    def rich_clipboard(self) -> str:
        """Paste the clipboard with its formatting in another tab. Gives the resulting HTML."""
        field = self.empty_tab.locator("[contenteditable]")
        field.fill("")
        field.press("ControlOrMeta+V")
        return field.inner_html()

    def stop_worker(self, page: Page) -> None:
        """Stop the service worker, as Chromium does when it has been idle for a while."""
        devtools = self.context.new_cdp_session(page)
        for target in _targets(devtools, "service_worker"):
            devtools.send("Target.closeTarget", {"targetId": target["targetId"]})
        wait_until(lambda: not _targets(devtools, "service_worker"), "the worker's end")
        devtools.detach()

    def wake_worker(self, page: Page) -> None:
        """Start the service worker again, as any event would."""
        devtools = self.context.new_cdp_session(page)
        devtools.send("ServiceWorker.enable")
        devtools.send("ServiceWorker.startWorker", {"scopeURL": f"{_ADDRESS}/"})
        wait_until(lambda: _targets(devtools, "service_worker"), "the worker's start")
        devtools.detach()

    def cookie(self) -> Cookie | None:
        """The browser's copy of the sealed cookie."""
        cookies = (c for c in self.context.cookies() if c.get("name") == _COOKIE)
        return next(cookies, None)

    def cookie_value(self) -> str:
        """The sealed cookie's current value."""
        cookie = self.cookie()
        return cookie.get("value", "") if cookie else ""

    def session_headers(self) -> dict[str, str]:
        """The session's cookie and CSRF token, as a thief would send them."""
        stored = self.worker.evaluate("chrome.storage.session.get('session')")["session"]
        return {
            "Cookie": f"{_COOKIE}={self.cookie_value()}",
            "X-CSRF-Token": stored["csrf_token"],
        }


def _targets(devtools: CDPSession, kind: str) -> list[dict[str, Any]]:
    """Our extension's DevTools targets of this type."""
    targets = devtools.send("Target.getTargets")["targetInfos"]
    return [one for one in targets if one["type"] == kind and _ADDRESS in one["url"]]


@contextmanager
def extension_in_chromium(
    playwright: Playwright,
    chromium: Path,
    profile: Path,
    *,
    color_scheme: Literal["light", "dark"] = "light",
    device_scale_factor: float = 1,
    build: Path = BUILD,
    variables: Mapping[str, str] | None = None,
    beside: Path | None = None,
    restore: bool = False,
) -> Iterator[Extension]:
    """Start a Chromium with the built extension on that profile.

    `beside` is another extension to load; `restore` brings back what the profile had open last;
    `variables` are the browser's environment, that of the tests where there is none.
    """
    folders = f"{build},{beside}" if beside else str(build)
    if not (build / "manifest.json").is_file():
        raise RuntimeError("The extension is not built. Run `make setup` first.")
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=chromium,
        args=[
            *_ARGUMENTS,
            f"--load-extension={folders}",
            f"--disable-extensions-except={folders}",
            *(["--restore-last-session"] if restore else []),
        ],
        # Playwright would disable extensions and choose the headless mode.
        ignore_default_args=["--disable-extensions", "--headless"],
        env=dict(variables) if variables else None,
        locale="en-US",
        color_scheme=color_scheme,
        device_scale_factor=device_scale_factor,
    )
    try:
        context.set_default_timeout(TIMEOUT * 1000)
        extension = Extension(context)
        extension.set_gateway_port()
        yield extension
    finally:
        context.close()
