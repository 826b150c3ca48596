// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { shown } from "../../testing/eager-document.ts";

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
    const mark = root.querySelector<HTMLElement>(".direction-mark");
    expect(mark?.dataset.name).toBe("U+202E");
    expect(mark?.textContent).toBe("\u202E");
    expect(root.textContent).toContain("a \u202Egnp.exe");
  });

  it("leave other writing alone", () => {
    expect(shown("שלום עולם, 你好").querySelector(".direction-mark")).toBeNull();
  });
});
