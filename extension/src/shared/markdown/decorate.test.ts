// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { EagerDocument, shown } from "../../testing/eager-document.ts";

describe("what stands around an answer's parts", () => {
  it("is the language of code and a button to copy it", () => {
    const block = shown("```ts\nlet a\n```").querySelector(".code-block");
    expect(block?.querySelector(".code-language")?.textContent).toBe("ts");
    expect(block?.querySelector("button")?.textContent).toBe("Copy code");
    expect(block?.querySelector<HTMLElement>("pre")?.tabIndex).toBe(0);
  });

  it("is a frame in which a wide table scrolls", () => {
    const frame = shown("| a |\n|---|\n| b |").querySelector<HTMLElement>(".table-frame");
    expect(frame?.tabIndex).toBe(0);
    expect(frame?.querySelector("table")).not.toBeNull();
  });
});

describe("characters that turn the direction of a text", () => {
  it.each([
    "a \u202Egnp.exe",
    "`a \u202Egnp.exe`",
    "```\na \u202Egnp.exe\n```",
    "[a \u202Egnp.exe](https://e.example)",
  ])("are shown, and keep to themselves: %j", (text) => {
    const root = shown(text);
    const mark = root.querySelector<HTMLElement>(".invisible-mark");
    expect(mark?.dataset.name).toBe("U+202E");
    expect(mark?.textContent).toBe("\u202E");
    expect(root.textContent).toContain("a \u202Egnp.exe");
  });

  it.each([
    "Hi \u{E0068}\u{E0069}",
    "**pass\u200Bword**",
    "`rm\u00AD\u00AD -rf`",
    "```\na\u2060b\n```",
    "```js\nlet a\u200B = 1\n```",
    "| a\uFEFFb |\n|---|\n| b |",
    "\\(x\u2062y\\)",
    "[a\u3164b](https://e.example)",
  ])("and others that cannot be seen are marked, named and copied: %j", (text) => {
    const root = shown(text);
    const mark = root.querySelector<HTMLElement>(".invisible-mark");
    expect(mark?.role).toBe("img");
    expect(mark?.ariaLabel).toMatch(/^(Invisible character U\+|2 invisible characters from U\+)/);
    const hidden = /[\u{E0068}\u{E0069}\u200B\u00AD\u2060\uFEFF\u2062\u3164]+/u.exec(text)?.[0];
    expect(mark?.textContent).toBe(hidden);
    expect(root.textContent).toContain(hidden);
  });

  it("leave emoji and other writing alone, as they arrive in pieces too", () => {
    const text = "```\n\u{1F469}\u200D\u{1F680} \u0915\u094D\u200D\u0937\n```";
    const root = document.createElement("div");
    const document_ = new EagerDocument(root);
    for (let end = 1; end < text.length; end += 1) document_.show(text.slice(0, end), false);
    document_.show(text, true);
    expect(root.querySelector(".invisible-mark")).toBeNull();
    expect(root.querySelector("code")?.textContent).toBe(text.slice(4, -4));
  });

  it("are marked in code that grows", () => {
    const text = "```\nfirst\nsec\u200Bond\n\u202Ethird\n```";
    for (const size of [1, 3, 7]) {
      const root = document.createElement("div");
      const document_ = new EagerDocument(root);
      for (let end = size; end < text.length; end += size) document_.show(text.slice(0, end), false);
      document_.show(text, true);
      expect(root.querySelectorAll(".invisible-mark")).toHaveLength(2);
      expect(root.querySelector("code")?.textContent).toBe("first\nsec\u200Bond\n\u202Ethird");
    }
  });

  it("leave other writing alone", () => {
    expect(shown("שלום עולם, 你好").querySelector(".invisible-mark")).toBeNull();
  });
});
