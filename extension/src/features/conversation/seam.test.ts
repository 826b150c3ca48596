import { describe, expect, it } from "vitest";
import { join, lastWords } from "./seam.ts";

const CUT = "A gatehouse guards the entrance. It has two towers and a gate betw";

describe("the last words of a cut answer", () => {
  it("are whole words, and not too few", () => {
    expect(lastWords(CUT)).toBe("guards the entrance. It has two towers and a gate betw");
    expect(lastWords("Short")).toBe("Short");
    expect(lastWords(`${CUT}\n- The second tower\n- a `)).toBe("- The second tower\n- a");
  });

  it("part no character of a script without spaces", () => {
    const words = lastWords("門楼は町や城の入り口を守る建物である。👩‍🚀".repeat(10));
    expect(words.isWellFormed()).toBe(true);
    expect(words.length).toBeGreaterThan(10);
  });
});

describe("a seam", () => {
  it.each([
    ["the last words", "gatehouse guards the entrance. It has two towers and a gate between them."],
    ["fewer words than asked for", "towers and a gate between them."],
    ["more words than asked for", `${CUT}een them.`],
    ["white space before", "\n\nIt has two towers and a gate between them."],
    ["no repetition", "een them."],
  ])("is made of %s", (_, after) => {
    expect(join(CUT, after, true)).toBe(
      "A gatehouse guards the entrance. It has two towers and a gate between them.",
    );
  });

  it.each([
    ["a blank that was there", "one ", "two", "one two"],
    ["a blank that comes", "one", " two", "one two"],
    ["both blanks", "one ", " two", "one two"],
    ["a blank that providers drop", "One.", "Two", "One. Two"],
    ["a blank after a comma", "one,", "two", "one, two"],
    ["no blank in a word", "gate", "house", "gatehouse"],
    ["no blank in a number", "3.", "14", "3.14"],
    ["no blank in code", "```js\nfoo.", "Bar", "```js\nfoo.Bar"],
    ["a paragraph", "One.\n\n", "Two", "One.\n\nTwo"],
    ["both halves of a paragraph", "One.\n", "\nTwo", "One.\n\nTwo"],
    ["a paragraph on both sides", "One.\n\n", "\n\nTwo", "One.\n\nTwo"],
    ["an indentation", "if x:\n", "    go()", "if x:\n    go()"],
    ["an indentation on both sides", "if x:\n    ", "    go()", "if x:\n    go()"],
    ["a blank line and an indentation", "if x:", "\n    go()", "if x:\n    go()"],
  ])("keeps %s", (_, before, after, joined) => {
    expect(join(before, after, true)).toBe(joined);
  });

  it("only ever grows while the text arrives", () => {
    for (const after of ["and a gate between them.", "een them.", "\n\nIt has three floors.", " It"]) {
      let shown = CUT;
      for (let length = 0; length <= after.length; length++) {
        const next = join(CUT, after.slice(0, length), false);
        expect(next.startsWith(shown.trimEnd())).toBe(true);
        shown = next;
      }
      expect(join(CUT, after, true).startsWith(shown)).toBe(true);
    }
  });

  it("takes a few equal letters for chance", () => {
    expect(join("It was a good", "goods train.", true)).toBe("It was a goodgoods train.");
  });

  it("costs nothing where there is nothing", () => {
    expect(join("", "All", false)).toBe("All");
    expect(join("All", "", true)).toBe("All");
    expect(join("All ", " \n", true)).toBe("All ");
  });
});
