import { describe, expect, it } from "vitest";
import { DEFAULT_ACTIONS, quickActions } from "../../features/quick-actions/actions.ts";
import { en } from "../../shared/locales/en.ts";
import { menuItems } from "./menus.ts";

const DEFAULTS = quickActions(DEFAULT_ACTIONS, en);

describe("the menu on selected text", () => {
  it("has what waits for the person, and then what is asked at once", () => {
    const items = menuItems(en, DEFAULTS);
    expect(items.map(({ title, type }) => title ?? type)).toEqual([
      "Gatehouse",
      "Generate from selection…",
      "separator",
      "Summarise",
      "Explain",
      "Translate",
      "Improve",
      "Fix grammar",
    ]);
    expect(items.every(({ contexts }) => String(contexts) === "selection")).toBe(true);
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
    expect(items.slice(1).every(({ parentId }) => parentId === items[0]?.id)).toBe(true);
  });

  it("shows a title as it was written", () => {
    const action = { id: "own", title: "Q&A: %s in 100%", template: "{selection}", enabled: true };
    const title = menuItems(en, [action]).at(-1)?.title;
    expect(title).toBe("Q&&A: %\u2060s in 100%");
  });

  it("leaves out what is switched off, and the line above nothing", () => {
    const off = DEFAULTS.map((action) => ({ ...action, enabled: false }));
    expect(menuItems(en, off).map(({ id }) => id)).toEqual(["gatehouse", "generate-from-selection"]);
  });
});
