// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { GrowingText } from "./growing-text.ts";

function lines(root: HTMLElement): string {
  return [...root.children].map(({ textContent }) => textContent).join("\n");
}

describe("text that grows", () => {
  it("shows every line, however it comes", () => {
    const text = Array.from({ length: 800 }, (_, n) => `thought ${n}${n % 9 ? "" : "\n"}`).join("\n");
    for (const size of [7, 333, 50_000]) {
      const root = document.createElement("div");
      const growing = new GrowingText(root);
      for (let length = size; length < text.length; length += size) growing.show(text.slice(0, length));
      growing.show(text);
      expect(lines(root) === text).toBe(true);
    }
  });

  it("leaves alone what stands", () => {
    const root = document.createElement("div");
    const growing = new GrowingText(root);
    const text = "a thought\n".repeat(400);
    growing.show(text);
    const changed = new Set<Node>();
    const watcher = new MutationObserver((records) => {
      for (const { target } of records) changed.add(target);
    });
    watcher.observe(root, { subtree: true, childList: true, characterData: true });
    growing.show(`${text}and another`);
    for (const { target } of watcher.takeRecords()) changed.add(target);
    expect(changed.has(root.firstElementChild as Node)).toBe(false);
    expect(lines(root)).toBe(`${text}and another`);
  });

  it("begins anew with another text", () => {
    const root = document.createElement("div");
    const growing = new GrowingText(root);
    growing.show("one");
    growing.show("else");
    expect(lines(root)).toBe("else");
  });
});
