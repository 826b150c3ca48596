"""Accessibility: keyboard, screen reader, zoom, narrow windows and the dark theme."""

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from .accessibility import cut_off, violations
from .extension import Extension, Surface
from .processes import Gateway
from .view_catalogue import PROMPT, VIEWS, Setup, View

NARROW = (320, 700)

for_each_view = pytest.mark.parametrize("view", VIEWS, ids=[view.name for view in VIEWS])


def objections(
    page: Page, size: tuple[int, int], color_scheme: Literal["light", "dark"] = "light"
) -> list[str]:
    """The accessibility faults of the page in this size and colour scheme."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme=color_scheme)
    return [f"{size}, {color_scheme}: {one}" for one in cut_off(page) + violations(page)]


@for_each_view
def test_every_view_is_accessible(extension: Extension, gateway: Gateway, view: View) -> None:
    setup = Setup(extension, gateway)
    view.arrange(setup)
    page = view.open(setup).page
    # Enlarged to 200 %, half as much fits into the same window. Colours are the same in every size.
    if view.page != "popup":
        found = objections(page, (1280, 800)) + objections(page, (640, 400), "dark")
        assert found + objections(page, NARROW) == []
        return
    found = objections(page, (400, 600)) + objections(page, (400, 300), "dark")
    page.set_viewport_size({"width": NARROW[0], "height": NARROW[1]})
    found += cut_off(page)
    page.close()
    assert found + objections(view.open(setup, panel=NARROW).page, NARROW) == []


def test_a_screen_reader_hears_the_beginning_and_the_end_and_not_each_piece(
    popup: Surface,
) -> None:
    popup.page.evaluate(
        """() => {
          window.heard = [];
          const listen = () => {
            for (const region of document.querySelectorAll("[role=status], [aria-live]")) {
              const said = region.cloneNode(true);
              for (const hidden of said.querySelectorAll("[aria-hidden=true]")) hidden.remove();
              const text = said.textContent.trim();
              if (region.said !== text && region.said !== undefined && text) heard.push(text);
              region.said = text;
            }
          };
          listen();
          const changes = { subtree: true, childList: true, characterData: true };
          new MutationObserver(listen).observe(document.body, changes);
        }"""
    )
    popup.ask_and_wait("[[sandbox: long tokens=600]] Much to say")
    assert popup.page.evaluate("heard") == [
        "Waiting for OpenAI…",
        "OpenAI is answering…",
        "Answer ready",
    ]


def test_reduced_motion_is_respected(extension: Extension, popup: Surface) -> None:
    moving = "document.getAnimations().filter((one) => one.playState === 'running').length"
    popup.ask("[[sandbox: hang]] Nothing comes")
    expect(popup.stop).to_be_visible()
    assert popup.page.evaluate(moving) > 0
    popup.page.emulate_media(reduced_motion="reduce")
    assert popup.page.evaluate(moving) == 0
    popup.stop.click()


def test_the_keyboard_reaches_everything_and_is_seen_where_it_is(popup: Surface) -> None:
    popup.ask_and_wait(PROMPT)
    page = popup.page
    found = page.locator("a[href], button, input, select, textarea, summary")
    controls = found.filter(visible=True).count()
    reached = set()
    for _ in range(controls + 5):
        page.keyboard.press("Tab")
        name, seen = page.evaluate(
            """() => {
              const here = document.activeElement;
              const ringed = getComputedStyle(here).outlineStyle !== "none";
              // The prompt has no ring of its own: its card has.
              const card = here.matches("textarea") && here.closest(".composer-card");
              const { top, bottom } = here.getBoundingClientRect();
              const inside = Math.min(bottom, innerHeight) - Math.max(top, 0) > 10;
              return [here.outerHTML, here === document.body || (inside && (ringed || !!card))];
            }"""
        )
        assert seen, f"The keyboard is out of sight at {name}"
        reached.add(name)
    assert len(reached) > controls
