// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { EagerDocument } from "../../testing/eager-document.ts";
import { loadLanguage } from "./highlight.ts";

afterEach(() => {
  document.getSelection()?.removeAllRanges();
  document.body.replaceChildren();
});

function begin(text: string): { root: HTMLElement; growing: EagerDocument } {
  const root = document.body.appendChild(document.createElement("div"));
  const growing = new EagerDocument(root);
  growing.show(text, false);
  return { root, growing };
}

/** Selects a part of what is shown, wherever its nodes are. */
function select(root: HTMLElement, part: string, backward = false): void {
  const range = document.createRange();
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const at = root.textContent.indexOf(part);
  let before = 0;
  while (texts.nextNode()) {
    const { length } = texts.currentNode as Text;
    if (at >= before && at < before + length) range.setStart(texts.currentNode, at - before);
    const end = at + part.length;
    if (end > before && end <= before + length) {
      range.setEnd(texts.currentNode, end - before);
      break;
    }
    before += length;
  }
  const { startContainer, startOffset, endContainer, endOffset } = range;
  const points = [startContainer, startOffset, endContainer, endOffset] as const;
  const [one, from, other, to] = backward ? ([points[2], points[3], points[0], points[1]] as const) : points;
  document.getSelection()?.setBaseAndExtent(one, from, other, to);
  expect(selected()).toBe(part);
}

function isBackward(): boolean {
  const { anchorNode, anchorOffset } = document.getSelection() as Selection;
  const range = document.getSelection()?.getRangeAt(0);
  return range?.startContainer !== anchorNode || range?.startOffset !== anchorOffset;
}

const selected = () => document.getSelection()?.toString();

const SENTENCE = "and what there is to say of it. ";

const BLOCKS: [string, string][] = [
  ["a paragraph", "Before.\n\nSome chosen words "],
  ["a paragraph after a line break", "one\nchosen words\ntwo "],
  ["emphasis that is open", "Some **bold and chosen words "],
  ["a heading", "# Some chosen words "],
  ["a list", "- one\n- some chosen words "],
  ["a list in a list", "- one\n  1. some chosen words "],
  ["a quotation", "> one\n> some chosen words "],
  ["a table", "| a | b |\n|---|---|\n| some chosen words | "],
  ["code", "```js\nlet chosen words = "],
  ["code in a list", "1. one\n\n   ```js\n   let chosen words = "],
];
const CONTINUATIONS = [
  "more",
  "**",
  "more** `code` ",
  "\n",
  "\nmore",
  "\n\nmore",
  " |\n| more | x |\n",
  "\n```\n\nmore",
  "\n- more\n",
];

describe("a selection in an answer that grows", () => {
  describe.each(BLOCKS)("in %s", (_, text) => {
    it.each(CONTINUATIONS)("stays when there comes %j", (more) => {
      for (const backward of [false, true]) {
        const { root, growing } = begin(text);
        select(root, "chosen words", backward);
        let whole = text;
        for (const piece of [...more, ..." and this. "]) {
          whole += piece;
          growing.show(whole, false);
          expect(selected()).toBe("chosen words");
        }
        growing.show(whole, true);
        expect(selected()).toBe("chosen words");
        expect(isBackward()).toBe(backward);
        root.remove();
      }
    });
  });

  it.each(BLOCKS)("leaves the nodes of %s where they are", (_, text) => {
    const { root, growing } = begin(text);
    select(root, "chosen words");
    const { anchorNode } = document.getSelection() as Selection;
    growing.show(`${text}more`, false);
    growing.show(`${text}more and more`, false);
    expect(document.getSelection()?.anchorNode).toBe(anchorNode);
    expect(root.contains(anchorNode)).toBe(true);
  });

  it.each([
    ["a paragraph", SENTENCE],
    ["a list", `- ${SENTENCE}\n`],
    ["an item", `  - ${SENTENCE}\n`],
    ["a table", `| ${SENTENCE} | x |\n`],
    ["a quotation", `> ${SENTENCE}\n>\n`],
    ["code", "run(it, now)\n"],
  ])("stays where %s is cut", (kind, line) => {
    const opening = { "an item": "- one\n", "a table": "| a | b |\n|---|---|\n", code: "```\n" }[kind] ?? "";
    const chosen = line.replace(/say|now/, "some chosen words");
    for (const [before, after] of [
      [3, 200],
      [70, 200],
    ]) {
      const text = opening + line.repeat(before ?? 0) + chosen;
      const { root, growing } = begin("");
      growing.show(text, false);
      select(root, "chosen words");
      for (let count = 0; count < (after ?? 0); count += 1) {
        growing.show(text + line.repeat(count), false);
        expect(selected()).toBe("chosen words");
      }
      root.remove();
    }
  });

  it("stays when its marks turn out to be emphasis before it", () => {
    const { root, growing } = begin("See **this, *that* and [chosen words](https://e.");
    select(root, "chosen words");
    growing.show("See **this, *that* and [chosen words](https://e.example) and** more", false);
    expect(root.querySelector("strong a")?.textContent).toBe("chosen words");
    expect(selected()).toBe("chosen words");
  });

  it("stays if one of its ends is in what is finished, or outside", () => {
    const { root, growing } = begin("First words.\n\nSecond words ");
    select(root, "words.\nSecond");
    growing.show("First words.\n\nSecond words **and** more", false);
    expect(selected()).toBe("words.\nSecond");

    const after = document.body.appendChild(document.createElement("p"));
    after.textContent = "After it.";
    select(document.body, "more\nAfter", true);
    growing.show("First words.\n\nSecond words **and** more words", false);
    expect(selected()).toBe("more words\nAfter");
    expect(isBackward()).toBe(true);
  });

  it("stays when the answer goes on after its end, and ends with its text", () => {
    const { root, growing } = begin("Some chosen wo");
    select(root, "chosen wo");
    growing.show("Some chosen wo", true);
    growing.show("Some chosen words\n===\n\nmore", false);
    expect(root.querySelector("h1")?.textContent).toBe("Some chosen words");
    expect(selected()).toBe("chosen wo");
    growing.show("Something else", false);
    expect(root.textContent.trim()).toBe("Something else");
    expect(selected()).toBe("");
  });

  it("stays in code that gets its colours, and where links are defined below", async () => {
    await loadLanguage("js");
    const { root, growing } = begin("```js\nlet chosen = 'words'\n```\n\nSee [it] and chosen words.");
    const text = "```js\nlet chosen = 'words'\n```\n\nSee [it] and chosen words.";
    select(root, "chosen = 'words'");
    growing.show(`${text}\n\n`, true);
    await new Promise((done) => setTimeout(done));
    expect(root.querySelector(".hljs-keyword")).not.toBeNull();
    expect(selected()).toBe("chosen = 'words'");
    select(root, "chosen words");
    growing.show(`${text}\n\n[it]: https://e.example`, true);
    expect(root.querySelector("a")).not.toBeNull();
    expect(selected()).toBe("chosen words");
  });
});
