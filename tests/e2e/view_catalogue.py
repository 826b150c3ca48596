"""Every view of the extension. Accessibility checks and screenshots go through this list.

A new view is one line in `VIEWS`: its name, what comes before it, a text that tells that it is
there, and where need be what is done in the page to get there.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from playwright.sync_api import expect

from .extension import Extension, Surface
from .processes import Gateway
from .providers import ANTHROPIC, OPENAI, PROVIDERS

PROMPT = "What is a gatehouse?"
SELECTION = (
    "A gatehouse is a type of fortified gateway, an entry control point building, enclosing or "
    "accompanying a gateway for a town, religious house, castle, manor house, or other "
    "fortification building of importance."
)
# What a click in the context menu stores for the side panel.
_RIGHT_CLICK = """(text) => chrome.storage.session.set({ selection: { text, at: Date.now() } })"""

# As where the page has no focus, or an administrator has forbidden it.
REFUSE_CLIPBOARD = """() => {
  const refuse = () => Promise.reject(new DOMException("Denied", "NotAllowedError"));
  Object.assign(navigator.clipboard, { write: refuse, writeText: refuse });
}"""

# Screenshots must not show directives.
_WITHOUT_DIRECTIVES = """async () => {
  const stored = JSON.stringify(await chrome.storage.session.get());
  const plain = stored.replace(/\\[\\[sandbox:[^\\]]*\\]\\] ?/g, "");
  await chrome.storage.session.set(JSON.parse(plain));
}"""

Size = tuple[int, int]


@dataclass(frozen=True)
class Setup:
    """The extension and the gateway that a view needs."""

    extension: Extension
    gateway: Gateway

    def ask(self, prompt: str) -> None:
        """Ask from a popup, and close it when there is something to see."""
        popup = self.extension.open_popup()
        popup.ask(prompt)
        expect(popup.response.get_by_role("heading").or_(popup.alert).first).to_be_visible()
        self.leave(popup)

    def leave(self, popup: Surface) -> None:
        """Close the popup, and remove the directives from what is stored."""
        if popup.prompt.input_value():
            popup.prompt.fill(PROMPT)
        popup.page.close()
        self.extension.worker.evaluate(_WITHOUT_DIRECTIVES)

    def compare(self, prompt: str) -> None:
        """Ask all providers from a compare page, and close it when there is something to see."""
        compare = self.extension.open_compare()
        compare.prompt.fill(prompt)
        compare.button("Compare").click()
        for provider in PROVIDERS:
            column = compare.page.get_by_role("region", name=provider.name, exact=True)
            told = column.get_by_text("First words after").or_(column.get_by_role("alert"))
            expect(told.first).to_be_visible()
        compare.prompt.fill(PROMPT)
        compare.page.close()


def _nothing(setup: Setup) -> None:
    del setup


def _stay(setup: Setup, surface: Surface) -> None:
    del setup, surface


@dataclass(frozen=True)
class View:
    """One view of the popup, the side panel, the compare page or the options page."""

    name: str
    arrange: Callable[[Setup], None]
    """Prepares the state before the page is opened."""
    shown: str
    """A text that is shown once the view is there."""
    enter: Callable[[Setup, Surface], None] = _stay
    """Steps in the open page that lead to the view."""
    page: Literal["popup", "compare", "options"] = "popup"
    pictured_in_panel: bool = False

    def open(self, setup: Setup, panel: Size | None = None) -> Surface:
        """Open the view's page: the popup, a side panel of this size, or its own page."""
        extension = setup.extension
        if self.page == "compare":
            surface = extension.open_compare()
        elif self.page == "options":
            surface = Surface(extension.open_options())
        else:
            surface = extension.open_side_panel(panel) if panel else extension.open_popup()
        self.enter(setup, surface)
        # The page's title is also a text, and it is there before anything is drawn.
        expect(surface.page.get_by_role("main")).to_be_visible()
        expect(surface.page.get_by_text(self.shown).first).to_be_attached()
        return surface


def _absent(setup: Setup) -> None:
    setup.gateway.stop()


def _one_key(setup: Setup) -> None:
    setup.extension.begin_session(ANTHROPIC)


def _all_keys(setup: Setup) -> None:
    setup.extension.begin_session(*PROVIDERS)


def _another_known(setup: Setup) -> None:
    setup.extension.set_settings(gateway_public_key="A" * 122)


def _selection(setup: Setup) -> None:
    _all_keys(setup)
    setup.extension.worker.evaluate(_RIGHT_CLICK, SELECTION)


def _asked(prompt: str) -> Callable[[Setup], None]:
    def arrange(setup: Setup) -> None:
        _all_keys(setup)
        setup.ask(prompt)

    return arrange


def _talked(*prompts: str) -> Callable[[Setup], None]:
    """A conversation: the first prompt begins it, the others follow it up."""

    def arrange(setup: Setup) -> None:
        _all_keys(setup)
        popup = setup.extension.open_popup()
        popup.ask_and_wait(prompts[0])
        for prompt in prompts[1:]:
            popup.prompt.fill(prompt)
            popup.follow_up.click()
            expect(popup.prompt).to_have_value("")
            ended = popup.status.get_by_text("Answer ready")
            expect(ended.or_(popup.alert)).to_be_visible()
        setup.leave(popup)

    return arrange


def _many_conversations(setup: Setup) -> None:
    _all_keys(setup)
    popup = setup.extension.open_popup()
    for prompt in (PROMPT, "Who lived in it?", "What is a moat?"):
        popup.ask_and_wait(prompt)
    popup.page.close()


def _stopped(setup: Setup) -> None:
    _asked(_HALF + PROMPT)(setup)
    popup = setup.extension.open_popup()
    popup.stop.click()
    expect(popup.status).to_have_text("Stopped")
    popup.page.close()


def _waiting(setup: Setup) -> None:
    _all_keys(setup)
    popup = setup.extension.open_popup()
    # The stand-in counts `times` for each prompt, so this one must be unique.
    once = f"times=1 wait_ms={secrets.randbelow(100_000) / 1000}"
    popup.ask(f"[[sandbox: rate_limit retry_after=18 {once}]] {PROMPT}")
    expect(popup.status).to_contain_text("Trying again in")
    setup.leave(popup)


def _compared(prompt: str) -> Callable[[Setup], None]:
    def arrange(setup: Setup) -> None:
        _all_keys(setup)
        setup.compare(prompt)

    return arrange


def _reload_without_answer(_: Setup, surface: Surface) -> None:
    """Reload the page with a gateway that never answers."""
    surface.page.add_init_script("window.fetch = () => new Promise(() => {})")
    surface.page.reload()
    expect(surface.page.locator("main[aria-busy=true]")).to_be_attached()


# A program on the gateway's port that signs with a key of its own, if it signs at all.
_IMPOSTOR = """(signs) => {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const pair = crypto.subtle.generateKey(curve, true, ["sign", "verify"]);
  const encode = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const sign = async ({ searchParams, host }) => {
    const { publicKey, privateKey } = await pair;
    const text = `gatehouse-identity-v1\n${searchParams.get("challenge")}\n${host}`;
    const signing = { name: "ECDSA", hash: "SHA-256" };
    const signed = new TextEncoder().encode(text);
    return {
      public_key: encode(await crypto.subtle.exportKey("spki", publicKey)),
      signature: encode(await crypto.subtle.sign(signing, privateKey, signed)),
    };
  };
  window.fetch = async (address) =>
    Response.json({ status: "ok", identity: signs && (await sign(new URL(address))) });
}"""


def _reload_with_impostor(surface: Surface, signs: str) -> None:
    surface.page.add_init_script(f"({_IMPOSTOR})({signs})")
    surface.page.reload()
    expect(surface.alert).to_contain_text("This may not be your gateway")


def _meet_an_impostor(_: Setup, surface: Surface) -> None:
    _reload_with_impostor(surface, "false")


def _ask_for_trust(_: Setup, surface: Surface) -> None:
    _reload_with_impostor(surface, "true")
    surface.button("Trust the new identity…").click()


def _try_a_rejected_key(_: Setup, surface: Surface) -> None:
    surface.try_key(OPENAI, OPENAI.rejected_key)


def _paste_keys(setup: Setup, surface: Surface) -> None:
    text = "\n".join(f"{provider.variable}={provider.key}" for provider in PROVIDERS)
    setup.extension.paste(text, into=surface.paste_field)


def _leave_it_out(_: Setup, surface: Surface) -> None:
    surface.button("Edit Translate").click()
    surface.prompt.fill("Translate it.")
    surface.button("Save action").click()


def _ask_another(_: Setup, surface: Surface) -> None:
    surface.button("Ask another").click()


def _copy_in_vain(_: Setup, surface: Surface) -> None:
    surface.page.evaluate(REFUSE_CLIPBOARD)
    surface.copy.click()


def _open_history(_: Setup, surface: Surface) -> None:
    surface.history.click()


def _delete_newest(_: Setup, surface: Surface) -> None:
    surface.history.click()
    surface.conversations().first.get_by_role("button").last.click()


def _open_programs(_: Setup, surface: Surface) -> None:
    surface.page.get_by_text("Access for other programs").click()
    surface.page.get_by_text("Works in an app’s window").click()
    surface.page.get_by_role("textbox", name="The app’s origin").scroll_into_view_if_needed()


def _refuse_an_origin(setup: Setup, surface: Surface) -> None:
    _open_programs(setup, surface)
    surface.page.get_by_role("textbox", name="The app’s origin").fill("obsidian.md")
    surface.button("Create token").click()
    expect(surface.alert).to_be_in_viewport()


def _issue_a_token(_: Setup, surface: Surface) -> None:
    surface.page.get_by_text("Access for other programs").click()
    surface.page.get_by_role("textbox", name="Name", exact=True).fill("My editor")
    surface.page.get_by_role("combobox", name="Models").select_option("any")
    surface.button("Create token").click()
    surface.button("Done").scroll_into_view_if_needed()


_HALF = "[[sandbox: hang_midway]] "
_NO_CREDIT = f"[[sandbox: no_quota model={OPENAI.fallback_model}]] "

VIEWS = (
    View("opening", _nothing, "Gatehouse", _reload_without_answer),
    View("no-key", _nothing, "Paste your keys to begin"),
    View("pasted-keys", _nothing, "Save 3 keys", _paste_keys),
    View("ready", _all_keys, "API keys"),
    View("missing-key", _one_key, "OpenAI has no key yet."),
    View("keys", _one_key, "The key was rejected", _try_a_rejected_key),
    View("selection", _selection, "API keys", pictured_in_panel=True),
    View("generating", _asked(_HALF + PROMPT), "OpenAI is answering…"),
    View("answer", _asked(PROMPT), OPENAI.closing),
    View("copy-refused", _asked(PROMPT), "The browser did not allow copying.", _copy_in_vain),
    View("stopped", _stopped, "You stopped this answer."),
    View("error", _asked("[[sandbox: rate_limit retry_after=50]]"), "Too many requests"),
    View(
        "conversation", _talked(PROMPT, "And who lived in it?"), "And who lived in it", _ask_another
    ),
    View(
        "conversation-too-long",
        _talked(PROMPT, "[[sandbox: context_too_long]] And who lived in it?"),
        "With all that was said before",
    ),
    View("retrying", _waiting, "Trying again in"),
    View("history-empty", _all_keys, "No conversations yet", _open_history),
    View("history", _many_conversations, "Who lived in it?", _open_history),
    View("history-deleted", _many_conversations, "1 conversation deleted.", _delete_newest),
    View("broken-off", _asked(f"[[sandbox: error_midway]] {PROMPT}"), "The provider is overloaded"),
    View("compare-ready", _all_keys, "The answer comes here.", page="compare"),
    View("compare-one-key", _one_key, "the key of a second provider", page="compare"),
    View("compare-running", _compared(_HALF + PROMPT), "is answering…", page="compare"),
    View("compare-answers", _compared(PROMPT), "3 answers are ready.", page="compare"),
    View("compare-error", _compared(_NO_CREDIT + PROMPT), "2 answers are ready.", page="compare"),
    View("unproven", _nothing, "This may not be your gateway", _meet_an_impostor),
    View("other-identity", _another_known, "Trust the new identity?", _ask_for_trust),
    View("options", _nothing, "Quick actions", page="options"),
    View("options-edit", _nothing, "Write {selection} where", _leave_it_out, page="options"),
    View("programs", _all_keys, "Create token", _open_programs),
    View("programs-origin", _all_keys, "Enter the origin", _refuse_an_origin),
    View("programs-token", _all_keys, "Copy it now", _issue_a_token),
    # The last, since a gateway that has just started is slow for a while.
    View("away", _absent, "The gateway is not running"),
)
