// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { shown } from "../../testing/eager-document.ts";

describe("math", () => {
  const formulas = (text: string) =>
    [...shown(text).querySelectorAll(".math")].map((element) => element.textContent);

  it.each(["\\(a_1 + b_1\\)", "$a_1 + b_1$", "$$a_1 + b_1$$", "\\[a_1 + b_1\\]", "$$\na_1 + b_1\n$$"])(
    "comes out the same from %j",
    (text) => {
      expect(formulas(text)).toEqual(["a_1 + b_1"]);
      expect(formulas(`Then ${text} holds.`)).toEqual(["a_1 + b_1"]);
    },
  );

  it("keeps what Markdown would eat", () => {
    expect(formulas("\\[\n\\begin{aligned}\na &= b \\\\\n= c*d*e\n\\end{aligned}\n\\]")).toEqual([
      "\\begin{aligned}\na &= b \\\\\n= c*d*e\n\\end{aligned}",
    ]);
  });

  it("sets displayed formulas apart", () => {
    expect(shown("$$x$$").querySelector(".math-display")).not.toBeNull();
    expect(shown("$x$").querySelector(".math-display")).toBeNull();
  });

  it("takes single letters and small products", () => {
    expect(formulas("$x$, $2x$ and $5 \\times 3$")).toEqual(["x", "2x", "5 \\times 3"]);
  });

  it.each([
    "It costs $5 and $10.",
    "Between $5-$10 a month",
    "costs $5, or 10$",
    "US$20 and CA$30",
    "$20 here, 30$ there",
    "set $HOME and $PATH",
    "a lone $ sign",
    "\\$5 and \\$6",
    "`$a$`",
  ])("leaves money and names alone: %s", (text) => {
    expect(formulas(text)).toEqual([]);
  });
});
