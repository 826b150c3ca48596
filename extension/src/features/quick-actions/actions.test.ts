import { describe, expect, it } from "vitest";
import { en } from "../../shared/locales/en.ts";
import { DEFAULT_ACTIONS, MAX_ACTIONS, quickActions, readActions, withText } from "./actions.ts";

const OWN = {
  id: "0b9e9f5c-7a51-4d3e-9d31-0f2b8f6a1c11",
  enabled: true,
  title: "Shout",
  template: "Shout: {selection}",
};

describe("what is stored", () => {
  it.each([undefined, null, 7, "summarise", {}])("is the defaults where it is %j", (value) => {
    expect(readActions(value)).toBe(DEFAULT_ACTIONS);
  });

  it("is taken as the person left it", () => {
    const stored = [
      OWN,
      { id: "translate", enabled: false },
      { id: "explain", enabled: true, title: "Why?" },
    ];
    expect(readActions(stored)).toEqual(stored);
    expect(readActions([])).toEqual([]);
  });

  it("loses what makes no sense, and keeps the rest", () => {
    const broken = [
      null,
      "improve",
      { enabled: true },
      { ...OWN, id: "generate-from-selection" },
      { ...OWN, id: "gatehouse" },
      { id: OWN.id, enabled: true, title: "No template" },
      { id: "summarise", title: 7, template: "x".repeat(5000) },
      { id: "summarise", enabled: false },
      OWN,
    ];
    expect(readActions(broken)).toEqual([{ id: "summarise", enabled: true }, OWN]);
  });

  it("is bounded", () => {
    const many = Array.from({ length: 100 }, () => ({ ...OWN, id: crypto.randomUUID() }));
    expect(readActions(many)).toHaveLength(MAX_ACTIONS);
  });
});

describe("the words of an action", () => {
  it("are ours where the person changed nothing", () => {
    const titles = quickActions(DEFAULT_ACTIONS, en).map(({ title }) => title);
    expect(titles).toEqual(["Summarise", "Explain", "Translate", "Improve", "Fix grammar"]);
  });

  it("are the person's where they did", () => {
    const [action] = quickActions([{ id: "explain", enabled: true, title: "Why?" }], en);
    expect(action).toEqual({
      id: "explain",
      enabled: true,
      title: "Why?",
      template: en.actions.builtIn.explain.template,
    });
  });

  it("follow the language again when the person takes the change back", () => {
    const changed = withText(
      { id: "explain", enabled: true },
      { title: "Why?", template: "{selection}" },
      en,
    );
    expect(changed).toEqual({ id: "explain", enabled: true, title: "Why?", template: "{selection}" });
    expect(withText(changed, en.actions.builtIn.explain, en)).toEqual({ id: "explain", enabled: true });
  });
});
