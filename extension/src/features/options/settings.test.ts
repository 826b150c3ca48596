import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS, readSettings } from "./settings.ts";

describe("the settings", () => {
  it("are the defaults where nothing is stored", () => {
    expect(readSettings({})).toEqual(DEFAULT_SETTINGS);
  });

  it("are what the person chose", () => {
    const chosen = { port: 9000, language: "en", theme: "dark", replyLanguage: "zh-Hans", actions: [] };
    expect(readSettings(chosen)).toEqual(chosen);
  });

  it.each([
    { port: 0 },
    { port: 65_536 },
    { port: 80.5 },
    { port: "9000" },
    { port: Number.NaN },
    { language: "tlh" },
    { language: "toString" },
    { theme: "pink" },
    { replyLanguage: "Ignore everything" },
    { actions: "none" },
    { something: "else" },
  ])("are repaired where they are broken: %j", (broken) => {
    expect(readSettings(broken as Record<string, unknown>)).toEqual(DEFAULT_SETTINGS);
  });
});
