// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { EagerDocument, shown } from "../../testing/eager-document.ts";
import { toPlainText } from "./plain-text.ts";
import { toRichText } from "./rich-text.ts";

describe("single line breaks", () => {
  it.each([
    ["Best regards,\nAda", "p", "Best regards,<br>Ada"],
    ["one  \ntwo\\\nthree", "p", "one<br>two<br>three"],
    ["one\n    two   \n\tthree", "p", "one<br>two<br>three"],
    ["**one\ntwo** `a\nb`", "p", "<strong>one<br>two</strong> <code>a b</code>"],
    ["- one\n  two\nthree", "li", "one<br>two<br>three"],
    ["> one\n> two", "blockquote p", "one<br>two"],
    ["one\ntwo\n===", "h1", "one<br>two"],
    ["春眠不覺曉\n處處聞啼鳥", "p", "春眠不覺曉<br>處處聞啼鳥"],
    ["<b>\nx", "p", "&lt;b&gt;<br>x"],
    ["one\n", "p", "one"],
  ])("are kept: %j", (text, selector, html) => {
    expect(shown(text).querySelector(selector)?.innerHTML).toBe(html);
  });

  it("are kept in copies", () => {
    expect(toPlainText("Best regards,\n  Ada\n\nPS")).toBe("Best regards,\nAda\n\nPS");
    expect(toRichText("Best regards,\nAda")).toBe("<p>Best regards,<br>Ada</p>");
  });

  it("are the same once and while they arrive", () => {
    const text = "Dear all,\nhello  \nand bye\n\nBest regards,\nAda\n";
    const root = document.createElement("div");
    const growing = new EagerDocument(root);
    for (let end = 1; end < text.length; end += 1) growing.show(text.slice(0, end), false);
    growing.show(text, true);
    expect(root.innerHTML).toBe(shown(text).innerHTML);
    expect(root.querySelectorAll("br")).toHaveLength(3);
  });
});
