// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { shown } from "../../testing/eager-document.ts";

describe("an address in a text", () => {
  it.each([
    ["詳細は https://example.com/a。次に", "https://example.com/a"],
    ["详见https://example.com/a，然后", "https://example.com/a"],
    ["「https://example.com/a」を見る", "https://example.com/a"],
    ["（https://example.com/a）と", "https://example.com/a"],
    ["链接：https://example.com/a、https://example.org/b；", "https://example.com/a"],
    ["他说“https://example.com/a”。", "https://example.com/a"],
    ["见https://example.com/a——这是", "https://example.com/a"],
    ["https://example.com/a？b=1です", "https://example.com/a"],
    ["https://example.com/a！", "https://example.com/a"],
    ["https://example.com/a\u3000次", "https://example.com/a"],
    ["www.example.com/a。次に", "www.example.com/a"],
    ["メールは a@example.com。次に", "a@example.com"],
    ["(https://example.com/a)b", "https://example.com/a"],
    ["[https://example.com/a].", "https://example.com/a"],
    ["{https://example.com/a}", "https://example.com/a"],
    ["https://example.com/a(see", "https://example.com/a"],
    ["(see https://example.com/a_(b)c)d", "https://example.com/a_(b)c"],
    ["https://example.com/x?y[]=1&z={id}", "https://example.com/x?y[]=1&z={id}"],
    ["**链接：https://example.com/a**请看", "https://example.com/a"],
    ["~~https://example.com/a~~现在", "https://example.com/a"],
    ["https://ja.wikipedia.org/wiki/日本語 と", "https://ja.wikipedia.org/wiki/日本語"],
    ["https://example.com/a.", "https://example.com/a"],
  ])("ends before what belongs to the sentence: %s", (text, address) => {
    const root = shown(text);
    expect(root.querySelector("a")?.textContent).toBe(address);
    const visible = text.replaceAll(/\*\*|~~/g, "").trim();
    expect(root.textContent?.trim()).toBe(visible);
  });

  it("keeps emphasis around it", () => {
    expect(shown("**链接：https://example.com/a**请看").querySelectorAll("strong > a")).toHaveLength(1);
    expect(shown("~~https://example.com/a~~现在").querySelectorAll("del > a")).toHaveLength(1);
  });
});
