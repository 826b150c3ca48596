"""Checks of a page's accessibility: axe-core's rules, and that nothing is cut off."""

from collections import Counter
from functools import cache

from playwright.sync_api import Page

from .processes import ROOT

_AXE = ROOT / "extension/node_modules/axe-core/axe.min.js"

# axe-core's default rules, and the one for the size of click targets.
_RUN = """async () => {
  const { violations, passes } = await axe.run(document, {
    resultTypes: ["violations"],
    rules: { "target-size": { enabled: true } },
  });
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(" ")}: ${failureSummary}`));
  return [passes.length, found];
}"""

_CUT_OFF = """() => {
  const found = [];
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > width) found.push("the page scrolls sideways");
  for (const control of document.querySelectorAll("a, button, input, select, textarea, summary")) {
    const name = control.getAttribute("aria-label") || control.textContent || control.localName;
    const { left, right, width: size } = control.getBoundingClientRect();
    if (size === 0) continue;
    let [from, to] = [0, width];
    for (let box = control.parentElement; box; box = box.parentElement) {
      const { overflowX } = getComputedStyle(box);
      // What scrolls by itself, as a table does, may be wider than its place.
      if (["auto", "scroll"].includes(overflowX) && box.scrollWidth > box.clientWidth) {
        const own = box.matches("pre, table, .math-display");
        if (!own) found.push(`${box.className} scrolls sideways`);
        [from, to] = [-Infinity, Infinity];
      }
      if (overflowX === "visible") continue;
      const edges = box.getBoundingClientRect();
      from = Math.max(from, edges.left);
      to = Math.min(to, edges.right);
    }
    if (left < from - 1 || right > to + 1) found.push(`${name} reaches beyond ${from}…${to}`);
    const words = control.matches("button, a") && control.scrollWidth > control.clientWidth + 1;
    if (words && getComputedStyle(control).display !== "inline") found.push(`${name} is cut off`);
  }
  return [...new Set(found)];
}"""

tally: Counter[str] = Counter()
"""Counts of checked pages, passed rules and violations, for the summary in the terminal."""


@cache
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Give axe-core's violations in the current page."""
    if not page.evaluate("'axe' in window"):
        # Not as a script element, which the page's content security policy forbids.
        page.evaluate(_axe())
    passed, found = page.evaluate(_RUN)
    tally.update(pages=1, passed=passed, violations=len(found))
    return [str(one) for one in found]


def cut_off(page: Page) -> list[str]:
    """Give what does not fit into the page's width."""
    return [str(one) for one in page.evaluate(_CUT_OFF)]
