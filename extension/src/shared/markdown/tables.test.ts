// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { EagerDocument, shown } from "../../testing/eager-document.ts";
import { toPlainText } from "./plain-text.ts";

function cells(text: string): (string | null)[][] {
  return [...shown(text).querySelectorAll("tr")].map((row) =>
    [...row.children].map(({ textContent }) => textContent),
  );
}

const row = (line: string, columns = 2) =>
  cells(`|${" a |".repeat(columns)}\n|${"---|".repeat(columns)}\n${line}`)[1];

describe("the cells of a table", () => {
  it.each([
    ["| $|x|$ | absolute value |", ["|x|", "absolute value"]],
    ["| $$|x|$$ | absolute value |", ["|x|", "absolute value"]],
    ["| \\(P(A|B)\\) | given B |", ["P(A|B)", "given B"]],
    ["| \\[\\{x | x > 0\\}\\] | a set |", ["\\{x | x > 0\\}", "a set"]],
    ["| $\\|x\\|_2$ | norm |", ["\\|x\\|_2", "norm"]],
    ["| `a | b` | pipe |", ["a | b", "pipe"]],
    ["| ``a ` | b`` | pipe |", ["a ` | b", "pipe"]],
    ["| `a \\| b` | pipe |", ["a | b", "pipe"]],
    ["| `a || b` | or |", ["a || b", "or"]],
    ["| a \\| b | pipe |", ["a | b", "pipe"]],
    ["`x | y` | z", ["x | y", "z"]],
    ["| ` | back quote |", ["`", "back quote"]],
    ["| $5 | $10 |", ["$5", "$10"]],
    ["|$5|$10|", ["$5", "$10"]],
    ["| $HOME | $PATH |", ["$HOME", "$PATH"]],
    ["|US$|CA$|", ["US$", "CA$"]],
    ["| \\` | ` |", ["`", "`"]],
    ["| a |", ["a", ""]],
    ["a", ["a", ""]],
    ["| | b |", ["", "b"]],
  ])("are split outside of formulas and code: %s", (line, expected) => {
    expect(row(line)).toEqual(expected);
  });

  it("are split in the head in the same way", () => {
    expect(cells("| $|x|$ | `a|b` |\n|---|:-:|\n| 1 | 2 |")).toEqual([
      ["|x|", "a|b"],
      ["1", "2"],
    ]);
  });

  it.each([
    ["| a | b | c | d |", ["a", "b", "c", "d"]],
    ["| a || b |", ["a", "", "b"]],
    ["a | b | c", ["a", "b", "c"]],
  ])("are kept where they are too many: %s", (line, expected) => {
    expect(row(line)).toEqual(expected);
    expect(toPlainText(`| x | y |\n|---|---|\n${line}`)).toBe(`x\ty\n${expected.join("\t")}`);
  });

  it("are kept while they arrive", () => {
    const text = `| a | b |\n|--:|---|\n${"| $|x|$ | `1|2` | more |\n".repeat(60)}\nEnd.`;
    const root = document.createElement("div");
    const growing = new EagerDocument(root);
    for (let end = 7; end < text.length; end += 7) growing.show(text.slice(0, end), false);
    growing.show(text, true);
    const rows = [...root.querySelectorAll("tbody > tr")].map((one) => one.textContent.replaceAll(/\s/g, ""));
    expect(new Set(rows)).toEqual(new Set(["|x|1|2more"]));
    expect(rows).toHaveLength(60);
    expect(root.querySelectorAll("td[align=right]")).toHaveLength(60);
  });

  it("are no table where head and marks differ in number, and no text is lost then", () => {
    const root = shown("| a | b |\n|---|\n| 1 | 2 |");
    expect(root.querySelector("table")).toBeNull();
    expect(root.textContent?.replaceAll(/\s/g, "")).toBe("|a|b||---||1|2|");
  });
});
