import { strings } from "../locales/index.ts";
import { setDirections } from "./direction.ts";
import { setFormula } from "./formulas.ts";
import { markInvisible } from "./invisible-marks.ts";

// What is added around rendered Markdown. It is added after the sanitiser, so it is built from elements, and
// the answer's text goes in as text only.

function element(name: string, className: string, text = ""): HTMLElement {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}

/** Makes an element that scrolls reachable by keyboard. */
function makeScrollable(scroller: HTMLElement, name: string): void {
  scroller.tabIndex = 0;
  scroller.role = "group";
  scroller.ariaLabel = name;
}

function frameCode(pre: HTMLElement): void {
  const language = pre.dataset.language ?? "";
  const head = element("div", "code-head");
  const copy = element("button", "button quiet small code-copy", strings.answer.copyCode);
  copy.setAttribute("type", "button");
  head.append(element("span", "code-language", language), copy);
  const frame = element("div", "code-block");
  pre.replaceWith(frame);
  frame.append(head, pre);
  makeScrollable(pre, strings.answer.code(language));
}

function frameTable(table: HTMLElement): void {
  const frame = element("div", "table-frame");
  // Where scrolling begins.
  if (table.dir) frame.dir = table.dir;
  table.replaceWith(frame);
  frame.append(table);
  makeScrollable(frame, strings.answer.table);
}

export function decorate(fragment: DocumentFragment): DocumentFragment {
  setDirections(fragment);
  for (const pre of fragment.querySelectorAll("pre")) frameCode(pre);
  for (const table of fragment.querySelectorAll("table")) frameTable(table);
  for (const formula of fragment.querySelectorAll<HTMLElement>("code.math")) {
    if (formula.classList.contains("math-display")) formula.tabIndex = 0;
    setFormula(formula);
  }
  markInvisible(fragment);
  return fragment;
}
