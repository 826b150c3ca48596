// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { EagerDocument, shown } from "../../testing/eager-document.ts";
import { toRichText } from "./rich-text.ts";

describe("the direction of a block", () => {
  it.each([
    ["- مرحبا\n- بالعالم", "ul", "rtl"],
    ["1. שלום\n2. עולם", "ol", "rtl"],
    ["> قال الشاعر", "blockquote", "rtl"],
    ["> - سلام", "blockquote", "rtl"],
    ["| الاسم | Age |\n|---|---|\n| آدا | 36 |", "table", "rtl"],
    ["| الاسم | Age |\n|---|---|\n| آدا | 36 |", ".table-frame", "rtl"],
    ["- 1. (؟) «سلام»", "ul", "rtl"],
    ["- `npm install` يثبت الحزم", "ul", "rtl"],
    ["- $x$ هو العدد", "ul", "rtl"],
    ["- [مقال](https://example.com)", "ul", "rtl"],
    ["- ![](https://example.com/a.png) صورة", "ul", "rtl"],
    ["- 𞤀𞤣𞤤𞤢𞤥", "ul", "rtl"],
    ["- one\n- שלום", "ul", "ltr"],
    ["- 你好", "ul", "ltr"],
    ["> Said", "blockquote", "ltr"],
    ["| 1 | 2 |\n|---|---|\n| ١ | ٢ |", "table", ""],
    ["- `code`", "ul", ""],
  ])("is that of its first letter outside of code, formulas and pictures: %s", (text, selector, expected) => {
    expect(shown(text).querySelector<HTMLElement>(selector)?.dir).toBe(expected);
  });

  it("is its own where blocks are nested", () => {
    const root = shown("- one\n  - שלום\n    > Said");
    expect([...root.querySelectorAll<HTMLElement>("ul, blockquote")].map(({ dir }) => dir)).toEqual([
      "ltr",
      "rtl",
      "ltr",
    ]);
  });

  it("stays while the block grows, beyond where it is cut", () => {
    const root = document.createElement("div");
    const growing = new EagerDocument(root);
    const text = "- بند من القائمة مع code ونص طويل بعده\n".repeat(200);
    for (let end = 500; end < text.length; end += 500) growing.show(text.slice(0, end), false);
    growing.show(text, true);
    expect([...root.querySelectorAll<HTMLElement>("ul")].map(({ dir }) => dir)).toEqual(["rtl"]);
    expect(root.querySelectorAll("li")).toHaveLength(200);
  });

  it("goes along when an answer is copied with its form", () => {
    expect(toRichText("- سلام")).toContain('<ul dir="rtl">');
  });
});
