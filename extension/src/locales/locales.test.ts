// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import { formatCost, formatSeconds, plural } from "./format.ts";
import { chooseLocale, LOCALES, speak, words as spoken } from "./index.ts";

/** Every word of a locale by its path, functions as well. */
function paths(value: object, prefix = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, one] of Object.entries(value)) {
    const path = prefix + name;
    if (typeof one === "object") for (const [deeper, word] of paths(one, `${path}.`)) found.set(deeper, word);
    else found.set(path, one);
  }
  return found;
}

const CODES =
  "invalid_request gateway_outdated extension_outdated context_too_long content_blocked session_required missing_key key_rejected quota_exhausted " +
  "csrf_failed forbidden_host forbidden_origin permission_denied unknown_provider generation_not_found not_found " +
  "model_unavailable method_not_allowed session_stale session_full request_too_large unsupported_media_type " +
  "invalid_key_format rate_limited too_many_generations internal provider_error provider_unreachable " +
  "provider_overloaded provider_timeout";

const ALL = await Promise.all(
  Object.entries(LOCALES).map(async ([tag, load]) => ({ tag, words: await load() })),
);

describe.each(ALL)("locale $tag", ({ tag, words }) => {
  it("has every word of English, and none besides", () => {
    expect([...paths(words).keys()].sort()).toEqual([...paths(en).keys()].sort());
  });

  it("leaves no word empty", () => {
    for (const [path, word] of paths(words)) {
      if (typeof word === "string") expect(word.trim(), path).not.toBe("");
      else expect(word, path).toBeTypeOf("function");
    }
  });

  it("has words for every error of the contract", () => {
    expect(Object.keys(words.error.titles).sort()).toEqual(CODES.split(" ").sort());
  });

  it("is called by its name", () => {
    expect(words.locale).toBe(tag);
  });
});

describe("the choice of a locale", () => {
  it("takes the first language that we speak, and English otherwise", () => {
    expect(chooseLocale(["tlh", "en-GB"])).toBe("en");
    expect(chooseLocale([])).toBe("en");
  });

  it("survives a language that is none", async () => {
    await speak("constructor");
    expect(spoken).toBe(en);
  });
});

describe("numbers", () => {
  it.each([
    [0, "$0.00"],
    [0.00077, "$0.00077"],
    [0.002822, "$0.0028"],
    [0.5, "$0.50"],
    [12.345, "$12.35"],
    [1234.5, "$1,234.50"],
  ])("shows %d dollars as %s", (dollars, shown) => {
    expect(formatCost("en", dollars)).toBe(shown);
  });

  it("shows times and counts as the language does", () => {
    expect(formatSeconds("en", 1890)).toBe("1.9s");
    expect(formatSeconds("de", 1890)).toContain("1,9");
    expect(plural("en", 1, { one: "# key", other: "# keys" })).toBe("1 key");
    expect(plural("en", 1200, { one: "# key", other: "# keys" })).toBe("1,200 keys");
  });
});
