// @vitest-environment jsdom
import { Lexer } from "marked";
import { describe, expect, it, vi } from "vitest";
import { EagerDocument, shown } from "../../testing/eager-document.ts";
import { decorate } from "./decorate.ts";
import { sanitise } from "./sanitise.ts";
import { toHtml, toTokens } from "./to-html.ts";

/** An answer that comes in pieces of this size. */
function streamed(text: string, size: number): HTMLElement {
  const root = document.createElement("div");
  const growing = new EagerDocument(root);
  for (let length = size; length < text.length; length += size) growing.show(text.slice(0, length), false);
  growing.show(text, true);
  return root;
}

/** As it would stand in the page if it were read as a whole. */
function readAtOnce(text: string): HTMLElement {
  const root = document.createElement("div");
  root.append(decorate(sanitise(toHtml(toTokens(text, Object.create(null))))));
  return root;
}

/** Elements that were changed in place have their attributes in another order. */
function sortAttributes(root: HTMLElement): HTMLElement {
  for (const element of root.querySelectorAll("*")) {
    const attributes = [...element.attributes].sort((one, other) => one.name.localeCompare(other.name));
    for (const { name } of attributes) element.removeAttribute(name);
    for (const { name, value } of attributes) element.setAttribute(name, value);
  }
  return root;
}

/** A table that has been cut has a body for each of its parts. */
const withoutLineEnds = (root: HTMLElement) =>
  sortAttributes(root)
    .innerHTML.replaceAll(/\s*\n\s*/g, "")
    .replaceAll("</tbody><tbody>", "");

/** Its words, and nothing that stands around them. */
function stringsOf(root: HTMLElement): string {
  for (const head of root.querySelectorAll(".code-head")) head.remove();
  return root.textContent.replaceAll(/\s+/g, "");
}

const many = (count: number, line: (n: number) => string) => Array.from({ length: count }, (_, n) => line(n));

describe("a document that grows", () => {
  const TEXT =
    "# Title\n\nFirst *paragraph*\nwith two lines.\n\n- one\n- two\n\n  more of two\n\n```py\nprint(1)\n\nprint(2)\n```\n\n" +
    "| a | b |\n|---|--:|\n| 1<br>2 | 3 |\n\n1. x\n2. y\n\n> quote\n\n\\[\na_1 = b\n\\]\n\nend";

  it("ends as if it had been read at once", () => {
    const root = streamed(TEXT, 3);
    expect(withoutLineEnds(root)).toBe(withoutLineEnds(readAtOnce(TEXT)));
    expect(root.querySelectorAll("ul, ol, table, blockquote, h1, br")).toHaveLength(7);
    expect(root.querySelector("pre")?.dataset.language).toBe("py");
    expect(root.querySelector("td:last-child")?.getAttribute("align")).toBe("right");
  });

  it("reads its last block anew when it goes on after its end", () => {
    const root = document.createElement("div");
    const growing = new EagerDocument(root);
    growing.show("one\n\nhalf a wo", true);
    growing.show("one\n\nhalf a wo", false);
    growing.show("one\n\nhalf a word## and *more*", false);
    growing.show("one\n\nhalf a word## and *more*", true);
    expect(root.innerHTML).toBe(readAtOnce("one\n\nhalf a word## and *more*").innerHTML);
  });

  it("keeps the parts of a table under its one head, also when their links are defined further down", () => {
    const rows = many(90, (number) => `| ${number} | [gate] and what there is to say |`);
    const table = `| n | [gate] |\n|--:|---|\n${rows.join("\n")}`;
    const root = streamed(`${table}\n\n[gate]: https://example.org/gate`, 40);
    expect(root.querySelectorAll("tbody").length).toBeGreaterThan(1);
    expect(root.querySelectorAll("table > thead")).toHaveLength(1);
    expect(root.querySelector("table")?.firstElementChild?.nodeName).toBe("THEAD");
    expect(root.querySelectorAll("th > a")).toHaveLength(1);
    expect(root.querySelectorAll("table > tbody > tr > td > a")).toHaveLength(90);
  });

  it.each([
    ["a quotation", "> "],
    ["a list", "- "],
    ["a table", "| n |\n|---|\n| "],
  ])("shows %s once that is one endless line with a link defined further down", (_, opening) => {
    const line = `[gate] ${"and what there is to say of it ".repeat(160)}`;
    const root = streamed(`${opening}${line}\n\n[gate]: https://example.org/gate`, 900);
    expect(root.querySelectorAll("blockquote blockquote, ul ul, table table")).toHaveLength(0);
    expect(root.querySelectorAll("blockquote, ul, table")).toHaveLength(1);
    expect(root.querySelectorAll("a")).toHaveLength(1);
    expect(stringsOf(root).match(/whatthereistosay/g)).toHaveLength(160);
  });

  it("leaves finished blocks untouched", () => {
    const root = document.createElement("div");
    const growing = new EagerDocument(root);
    growing.show("one\n\ntwo", false);
    const first = root.querySelector("p");
    growing.show("one\n\ntwo and more\n\nthree", false);
    expect(root.querySelector("p")).toBe(first);
    expect([...root.querySelectorAll("p")].map((p) => p.textContent)).toEqual([
      "one",
      "two and more",
      "three",
    ]);
  });

  it("begins anew with another text", () => {
    const root = document.createElement("div");
    const growing = new EagerDocument(root);
    growing.show("one\n\ntwo", false);
    growing.show("else", true);
    expect(root.textContent.trim()).toBe("else");
  });

  it("reads the line ends of other systems", () => {
    const text = "one\r\n\r\n```\r\na\r\nb\r\n```\r\n\r\ntwo";
    expect(withoutLineEnds(streamed(text, 1))).toBe(withoutLineEnds(readAtOnce(text)));
  });

  it("waits for the end of a formula that looks like other blocks", () => {
    const text = "So\n\n\\[\na\n- b\n+ c\n# d\n\\]\n\n$$\n- e\n$$\n\n$$ is not one\n\n- end";
    const root = streamed(text, 1);
    expect(withoutLineEnds(root)).toBe(withoutLineEnds(readAtOnce(text)));
    expect(root.querySelectorAll(".math-display")).toHaveLength(2);
    expect(root.querySelectorAll("li")).toHaveLength(1);
  });

  it("adds to unfinished code, so that a selection in it stays", () => {
    const root = document.createElement("div");
    const growing = new EagerDocument(root);
    growing.show("```js\nlet a", false);
    const text = root.querySelector("code")?.firstChild;
    growing.show("```js\nlet a = 1\nlet b", false);
    growing.show("```js\nlet a = 1\nlet b = 2\n```\n\nend", true);
    expect(root.querySelector("code")?.firstChild).toBe(text);
    expect(text?.textContent).toBe("let a = 1\nlet b = 2");
  });
});

describe("links that are defined below", () => {
  const TEXT =
    "see [x][1], [y] and [z]\n\n- [y][]\n\nmore\n\n[1]: https://example.com\n[y]: https://example.org";

  it.each([7, 1000])("are found, in pieces of %d", (size) => {
    const root = streamed(TEXT, size);
    expect([...root.querySelectorAll("a")].map((a) => a.href)).toEqual([
      "https://example.com/",
      "https://example.org/",
      "https://example.org/",
    ]);
    expect(root.textContent).toContain("[z]");
  });

  it("are found in a block that was cut", () => {
    const rows = many(60, (n) => `- item ${n} of [y]${" and more of it".repeat(10)}\n`).join("");
    const links = streamed(`${rows}\n\n[y]: https://example.org`, 1500).querySelectorAll("li > a");
    expect(links).toHaveLength(60);
  });
});

const FILLING = "and what there is to say of it ".repeat(8).trim();
const LONG_BLOCKS: [string, string][] = [
  ["a list", many(40, (n) => `- item *${n}* ${FILLING}\n  with a second line\n`).join("")],
  ["a list whose items stand apart", many(40, (n) => `${n + 1}. item ${n} ${FILLING}\n\n`).join("")],
  ["lists in a list", many(40, (n) => `- item ${n}\n  1. first ${FILLING}\n  2. second of it\n`).join("")],
  ["a table", `| n | text |\n|--:|---|\n${many(40, (n) => `| ${n} | **row** ${FILLING} |\n`).join("")}`],
  ["code", `\`\`\`py\n${many(300, (n) => `print(${n})  # \`\`\n\n`).join("")}\`\`\``],
  ["code that is not closed", `~~~~\n${many(300, (n) => `~~~\n<b>${n}</b>\n`).join("")}`],
  ["indented code", many(300, (n) => `    line ${n}\n\n`).join("")],
  ["a quotation", many(40, (n) => `> Paragraph ${n} ${FILLING},\n> in two lines.\n>\n`).join("")],
];

describe("a block that is too long to be read again and again", () => {
  it.each(LONG_BLOCKS)("comes out the same: %s", (_, text) => {
    const whole = `Before.\n\n${text}\n\nAfter.`;
    const expected = withoutLineEnds(readAtOnce(whole));
    expect(withoutLineEnds(shown(whole))).toBe(expected);
    expect(withoutLineEnds(streamed(whole, 700))).toBe(expected);
  });

  it("keeps every line of code", () => {
    const code = many(900, (n) => `line ${n}\n${n % 7 ? "" : "\n\n"}`).join("");
    const root = streamed(`\`\`\`js\n${code}\`\`\``, 611);
    expect(root.querySelectorAll("pre")).toHaveLength(1);
    expect(`${root.querySelector("code")?.textContent}\n`).toBe(code);
  });

  const SENTENCE = "There was a gate, and all who passed it were seen. ";
  it.each([
    ["a paragraph", SENTENCE.repeat(300)],
    ["a paragraph without ends", "word ".repeat(3000)],
    ["a paragraph in Chinese", "门楼守着唯一的入口，谁经过都看得见。".repeat(600)],
    ["a word", "x1".repeat(6000)],
    [
      "an item with a program in it",
      `1. Do this:\n\n   \`\`\`py\n${"   run()\n".repeat(1500)}   \`\`\`\n\n2. Done`,
    ],
    ["an item with a list in it", `- All of these:\n${`  - another one ${FILLING}\n`.repeat(60)}- Done`],
    ["a quotation without a break", `> ${SENTENCE}\n`.repeat(200)],
    ["a program in a quotation", `> \`\`\`\n${"> run()\n".repeat(1200)}> \`\`\`\n`],
    ["a heading", `# ${SENTENCE.repeat(300)}`],
    ["an endless line of code", `\`\`\`\n${"x".repeat(12_000)}\n\`\`\``],
  ])("loses nothing: %s", (_, text) => {
    const expected = stringsOf(readAtOnce(text));
    // The texts themselves are too long for a message.
    for (const root of [shown(text), streamed(text, 950)]) expect(stringsOf(root) === expected).toBe(true);
  });

  it("stays in its item", () => {
    const root = shown(`1. Do this:\n\n   \`\`\`py\n${"   run()\n".repeat(1500)}   \`\`\`\n\n2. Done`);
    expect(root.querySelectorAll("ol")).toHaveLength(1);
    expect(root.querySelectorAll("ol > li")).toHaveLength(2);
    expect(root.querySelectorAll(":scope > ol > li:first-child pre").length).toBeGreaterThan(0);
    expect(root.querySelector("li:last-child")?.textContent.trim()).toBe("Done");
  });
});

describe("the work", () => {
  /** Characters that are read for an answer that comes in pieces. */
  function work(text: string): number {
    const lex = vi.spyOn(Lexer.prototype, "lex");
    streamed(text, 500);
    const read = lex.mock.calls.reduce((sum, [source]) => sum + source.length, 0);
    lex.mockRestore();
    return read;
  }

  it.each([
    ["a paragraph", (n: number) => "a gate and **everyone** who passes. ".repeat(n / 34)],
    ["a list", (n: number) => `- an item ${"of the list ".repeat(20)}\n`.repeat(n / 252)],
    ["a table", (n: number) => `| a | b |\n|---|---|\n${`| ${"one ".repeat(60)} | two |\n`.repeat(n / 252)}`],
    ["code", (n: number) => `\`\`\`\n${"let one = two\n".repeat(n / 14)}`],
    ["a quotation", (n: number) => "> said by someone\n".repeat(n / 18)],
    ["brackets", (n: number) => "[".repeat(n)],
    ["asterisks", (n: number) => "**a *b ".repeat(n / 7)],
    ["arrows", (n: number) => ">".repeat(n)],
    ["an item in an item", (n: number) => "- ".repeat(n / 2)],
  ])("grows as the text does: %s", (_, write) => {
    expect(work(write(21_000)) / work(write(7_000))).toBeLessThan(4);
  });
});
