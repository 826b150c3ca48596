"""The attack matrix: pages, other ports and a hostile extension against a signed-in user.

What each attack got is asserted, also where it got something that is worth nothing.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.conftest import Tally

from .extension import EXTENSION_ID, Extension, extension_in_chromium
from .fake_servers import Attacker
from .processes import GATEWAY, GATEWAY_PORT, Gateway, call_gateway
from .providers import PROVIDERS

OWN_ORIGIN = f"chrome-extension://{EXTENSION_ID}"
FORGED = {"Origin": OWN_ORIGIN, "Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "cors"}
GATEWAYS = (GATEWAY, f"http://localhost:{GATEWAY_PORT}")

# Each page tries this on each name of the gateway. Gives what the page could read: nothing.
FETCHES = """async ([gateway]) => {
  const attempts = [
    ["/health", {}],
    ["/health", { mode: "no-cors" }],
    ["/providers", { credentials: "include" }],
    ["/session", { method: "POST" }],
    ["/session", { method: "POST", mode: "no-cors", credentials: "include" }],
    ["/session", { method: "POST", mode: "no-cors", body: "{}",
                   headers: { "Content-Type": "text/plain" } }],
    ["/generate", { method: "POST", mode: "no-cors", credentials: "include",
                    body: '{"prompt": "hi"}' }],
    ["/generate", { method: "POST", credentials: "include", body: '{"prompt": "hi"}',
                    headers: { "Content-Type": "application/json" } }],
    ["/session", { method: "DELETE", credentials: "include" }],
    ["/keys/openai", { method: "DELETE", credentials: "include" }],
    ["/session", { method: "POST", headers: { Origin: "OWN", "Sec-Fetch-Site": "none" } }],
  ];
  const got = [];
  for (const [path, init] of attempts) {
    try {
      const answer = await fetch(gateway + path, init);
      got.push(answer.type === "opaque" ? "" : await answer.text());
    } catch {
      got.push("");
    }
  }
  return got;
}""".replace("OWN", OWN_ORIGIN)

EMBEDS = """async ([gateway]) => {
  const told = (element) => new Promise((resolve) => {
    element.onload = () => resolve("loaded");
    element.onerror = () => resolve("failed");
    document.body.append(element);
  });
  const image = new Image();
  image.src = gateway + "/health";
  const script = document.createElement("script");
  script.src = gateway + "/health";
  const style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = gateway + "/";
  const socket = new Promise((resolve) => {
    const web = new WebSocket(gateway.replace("http", "ws") + "/generate");
    web.onopen = () => resolve("loaded");
    web.onerror = () => resolve("failed");
  });
  return [await told(image), await told(script), await told(style), await socket];
}"""

FRAME = """async ([gateway]) => {
  const frame = document.createElement("iframe");
  frame.src = gateway + "/";
  document.body.append(frame);
  await new Promise((resolve) => { frame.onload = resolve; });
  try {
    return frame.contentDocument === null ? "closed" : frame.contentDocument.body.innerText;
  } catch {
    return "closed";
  }
}"""


@pytest.fixture(scope="module")
def shared_browser(
    playwright: Playwright, chromium: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Extension]:
    """A browser with a hostile extension beside ours."""
    profile = tmp_path_factory.mktemp("profile")
    hostile = Path(__file__).with_name("hostile_extension")
    with extension_in_chromium(playwright, chromium, profile, beside=hostile) as running:
        yield running


@pytest.fixture
def besieged(gateway: Gateway, shared_browser: Extension) -> Iterator[Extension]:
    """A user who is signed in with three keys, in that browser."""
    shared_browser.reset_browser()
    shared_browser.begin_session(*PROVIDERS)
    yield shared_browser
    shared_browser.worker_of_other_extension.evaluate("forgeNoMore()")


@pytest.fixture
def attacker() -> Iterator[Attacker]:
    with Attacker().listening() as listening:
        yield listening


def session_stands(extension: Extension) -> bool:
    """Whether the user's session still has its three keys."""
    popup = extension.open_popup()
    states = [entry["key"]["state"] for entry in popup.call("GET", "/providers")["providers"]]
    popup.page.close()
    return states == ["valid"] * 3


def hostile_page(extension: Extension, address: str) -> Page:
    page = extension.context.new_page()
    page.goto(address)
    return page


PAGES = (
    "http://127.0.0.1:PORT/page",
    "http://localhost:PORT/page",
    "http://evil.example:PORT/page",
)


@pytest.mark.parametrize("page_address", PAGES, ids=["other port", "localhost", "public name"])
@pytest.mark.parametrize("gateway_address", GATEWAYS, ids=["by number", "by name"])
def test_pages_read_and_change_nothing(
    besieged: Extension, attacker: Attacker, tally: Tally, page_address: str, gateway_address: str
) -> None:
    port = attacker.address.rsplit(":", 1)[1]
    page = hostile_page(besieged, page_address.replace("PORT", port))
    for read in page.evaluate(FETCHES, [gateway_address]):
        tally(read == "")
    for outcome in page.evaluate(EMBEDS, [gateway_address]):
        tally(outcome == "failed")
    tally("Gatehouse" not in page.evaluate(FRAME, [gateway_address]))
    tally(session_stands(besieged))


@pytest.mark.parametrize("enctype", ["text/plain", "application/x-www-form-urlencoded"])
@pytest.mark.parametrize("path", ["/session", "/generate", "/keys/openai/verify"])
def test_top_level_forms_are_refused(
    besieged: Extension, attacker: Attacker, tally: Tally, enctype: str, path: str
) -> None:
    page = hostile_page(besieged, attacker.address)
    page.set_content(
        f'<form method="post" enctype="{enctype}" action="{GATEWAY}{path}">'
        """<input name='{"prompt": "hi", "x": "' value='"}'><button>Win a prize</button></form>"""
    )
    with page.expect_navigation():
        page.get_by_role("button").click()
    tally("forbidden_origin" in page.content())
    tally(session_stands(besieged))


def test_other_port_is_sent_nothing_and_plants_nothing(
    besieged: Extension, attacker: Attacker, tally: Tally
) -> None:
    cookie = besieged.cookie_value()
    page = hostile_page(besieged, attacker.address)
    page.evaluate(
        """() => { document.cookie = "__Host-Http-gatehouse=planted; Path=/; Secure"; }"""
    )
    page.goto(f"{attacker.address}/plant")
    page.evaluate("fetch('/again', { credentials: 'include' })")
    assert any("planted" in sent for sent in attacker.cookies), "it gets back what it planted"
    assert cookie
    tally(not any(cookie in sent for sent in attacker.cookies))
    tally(besieged.cookie_value() == cookie)
    tally(session_stands(besieged))


def test_hostile_extension_s_own_calls_are_refused(besieged: Extension, tally: Tally) -> None:
    worker = besieged.worker_of_other_extension
    for method, path in (("POST", "/session"), ("POST", "/generate"), ("DELETE", "/session")):
        got = worker.evaluate("(call) => attack(...call)", [GATEWAY + path, method, {}, None])
        tally("forbidden_origin" in got["text"])
    for path in ("/session", "/providers", "/generations"):
        got = worker.evaluate("(call) => attack(...call)", [GATEWAY + path, "GET", {}, None])
        tally("session_required" in got["text"])
    tally(session_stands(besieged))


def test_forged_headers_open_no_session_of_the_person(besieged: Extension, tally: Tally) -> None:
    """It may begin its own session, which holds no keys; it cannot use the user's."""
    worker = besieged.worker_of_other_extension
    worker.evaluate("([to, headers]) => forge(to, headers)", [GATEWAY, FORGED])
    own = worker.evaluate("(call) => attack(...call)", [f"{GATEWAY}/session", "POST", {}, None])
    assert own["status"] == 201, "the forging itself works, or this test shows nothing"
    for method, path in (("GET", "/providers"), ("POST", "/generate"), ("DELETE", "/session")):
        got = worker.evaluate("(call) => attack(...call)", [GATEWAY + path, method, {}, None])
        tally(got["status"] in (401, 403))
    tally(session_stands(besieged))


def test_cookie_that_a_hostile_extension_reads_is_worth_nothing(
    besieged: Extension, tally: Tally
) -> None:
    worker = besieged.worker_of_other_extension
    cookies: list[dict[str, Any]] = worker.evaluate("readCookies()")
    stolen = [one["value"] for one in cookies if one["name"] == "__Host-Http-gatehouse"]
    assert stolen == [besieged.cookie_value()], "it can be read, or this test shows nothing"
    cookie = f"__Host-Http-gatehouse={stolen[0]}"

    forged = {**FORGED, "Cookie": cookie}
    worker.evaluate("([to, headers]) => forge(to, headers)", [GATEWAY, forged])
    for path in ("/providers", "/session", "/generations"):
        got = worker.evaluate("(call) => attack(...call)", [GATEWAY + path, "GET", {}, None])
        tally("csrf_failed" in got["text"])
        tally(call_gateway(path, {"Cookie": cookie}) == 403)
    for prompt in ("guess", ""):
        headers = {"Cookie": cookie, "X-CSRF-Token": prompt}
        tally(call_gateway("/providers", headers) == 403)


def test_requests_of_our_extension_are_not_watched(besieged: Extension, tally: Tally) -> None:
    """webRequest does not show an extension the requests of another one."""
    worker = besieged.worker_of_other_extension
    popup = besieged.open_popup()
    popup.ask_and_wait("Hello")
    watched: list[str] = worker.evaluate("self.watched")
    token = besieged.session_headers()["X-CSRF-Token"]
    tally(not any(token in request for request in watched))


def test_browser_that_restores_its_tabs_restores_no_keys(
    playwright: Playwright, chromium: Path, gateway: Gateway, tmp_path: Path, tally: Tally
) -> None:
    profile = tmp_path / "profile"
    with extension_in_chromium(playwright, chromium, profile) as first:
        first.begin_session(*PROVIDERS)
        headers = first.session_headers()
        assert call_gateway("/providers", headers) == 200
    with extension_in_chromium(playwright, chromium, profile, restore=True) as second:
        popup = second.open_popup()
        expect(popup.page.get_by_text("Paste your keys to begin")).to_be_visible()
        states = [entry["key"]["state"] for entry in popup.call("GET", "/providers")["providers"]]
        tally(states == ["missing"] * 3)
