import { describe, expect, it } from "vitest";
import { en } from "../../shared/locales/en.ts";
import { checkAction } from "./check.ts";

const KEY = "sk-proj-aB3dE6gH9jK2mN5pQ8sT1vW4yZ7aB3dE6gH9jK2m";

describe("an action", () => {
  it.each(Object.entries(en.actions.builtIn))("of ours passes: %s", async (_, text) => {
    expect(await checkAction(text)).toBeNull();
  });

  it.each([
    [{ title: " ", template: "{selection}" }, "noTitle"],
    [{ title: "x".repeat(61), template: "{selection}" }, "longTitle"],
    [{ title: "Empty", template: "Tell me a story" }, "noSelection"],
    [{ title: "Long", template: `{selection}${"x ".repeat(2000)}` }, "longTemplate"],
    [{ title: "Key", template: `{selection} ${KEY}` }, "key"],
    [{ title: "Hidden", template: `{selection} ${[...KEY].join("\u200B")}` }, "key"],
    [{ title: KEY, template: "{selection}" }, "key"],
  ])("is refused: %j", async (text, problem) => {
    expect(await checkAction(text)).toBe(problem);
  });
});
