// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { en } from "./en.ts";
import {
  formatCost,
  formatList,
  formatMegabytes,
  formatMoment,
  formatNumber,
  formatSeconds,
  plural,
} from "./format.ts";
import { chooseLocale, strings as current, LOCALES, setLanguage } from "./index.ts";
import { manifestMessages } from "./manifest-messages.ts";

/** Every text of a locale by its path, functions as well. */
function paths(value: object, prefix = ""): Map<string, unknown> {
  const found = new Map<string, unknown>();
  for (const [name, one] of Object.entries(value)) {
    const path = prefix + name;
    if (typeof one === "object") for (const [deeper, word] of paths(one, `${path}.`)) found.set(deeper, word);
    else found.set(path, one);
  }
  return found;
}

/** Digits as text: they can be formatted as a number and listed as texts, so they suit every function of a locale. */
const GIVEN = ["1234", "5678", "9012"] as const;

/** What a word says with these arguments. */
function said(word: unknown): string {
  return typeof word === "function" ? word(...GIVEN) : String(word);
}

/** The ways in which a locale may write something that it is given. */
function written(locale: string, given: string): string[] {
  const value = given as unknown as number;
  return [
    given,
    formatNumber(locale, value),
    formatCost(locale, value),
    formatSeconds(locale, value),
    formatSeconds(locale, value, 0),
    formatMegabytes(locale, value),
    formatMoment(locale, value, 0),
    formatList(locale, given as unknown as string[]),
  ];
}

/** Names of the texts that are given, languages by their code, are the browser's. */
const stringsOf = (strings: object) => [...paths(strings)].filter(([path]) => path !== "languageName");

const NAMES_AND_SIGNS = ["Gatehouse"];

/** What is the same in English, because the language says it so. */
const SAME: Record<string, readonly string[]> = {
  de: ["Code in 1234", "Escape", "Gateway", "Name", "Port", "Prompt", "Token 1234"],
  es: ["Escape", "Prompt", "Token 1234"],
  fr: ["Options", "Port", "Prompt"],
  ja: ["⌘ Return"],
  "zh-CN": ["⌘ Return"],
};

const PLACEHOLDER = /\{\w+\}/g;

const CODES =
  "invalid_request gateway_outdated extension_outdated context_too_long content_blocked session_required missing_key key_rejected quota_exhausted " +
  "csrf_failed forbidden_host forbidden_origin permission_denied region_not_supported unknown_provider generation_not_found not_found " +
  "model_unavailable method_not_allowed session_stale session_full request_too_large unsupported_media_type " +
  "invalid_key_format rate_limited too_many_generations internal provider_error provider_unreachable " +
  "provider_overloaded provider_timeout";

const ALL = await Promise.all(
  Object.entries(LOCALES).map(async ([tag, load]) => ({ tag, strings: await load() })),
);

describe.each(ALL)("locale $tag", ({ tag, strings }) => {
  it("has every text of English, and no other", () => {
    expect([...paths(strings).keys()].sort()).toEqual([...paths(en).keys()].sort());
  });

  it("leaves no text empty", () => {
    for (const [path, word] of paths(strings)) {
      if (typeof word === "string") expect(word.trim(), path).not.toBe("");
      else expect(word, path).toBeTypeOf("function");
    }
  });

  it("says everything that English says, in its own way of writing it", () => {
    const inEnglish = paths(en);
    const english = GIVEN.flatMap((given) => written("en", given));
    const own = GIVEN.flatMap((given) => written(tag, given));
    for (const [path, word] of stringsOf(strings)) {
      const text = said(word);
      const original = said(inEnglish.get(path));
      expect(text.match(PLACEHOLDER)?.sort(), path).toEqual(original.match(PLACEHOLDER)?.sort());
      english.forEach((part, at) => {
        if (original.includes(part)) expect(text, path).toContain(own[at]);
      });
    }
  });

  it("counts one and many", () => {
    for (const count of [1, 2, 5]) {
      expect(strings.keys.pasteSave(count)).toContain(String(count));
      expect(strings.history.deleted(count)).not.toContain("#");
      expect(strings.session.ending(count)).not.toContain("#");
    }
  });

  it("calls a control by what is seen on it, and whose it is", () => {
    const { answer, compare, keys, programs } = strings;
    const seen = [
      [keys.saveShort, keys.save],
      [keys.removeShort, keys.remove],
      [keys.verifyShort, keys.verify],
      [keys.getOne, keys.getOneFrom],
      [programs.revokeShort, programs.revoke],
      [programs.copyUrlShort, programs.copyUrl],
      [answer.stop, compare.stop],
      [answer.copy, compare.copy],
      [answer.regenerate, compare.regenerate],
    ] as const;
    for (const [short, whole] of seen) {
      expect(whole("OpenAI").toLocaleLowerCase(tag)).toContain(short.toLocaleLowerCase(tag));
    }
  });

  it.skipIf(tag === "en")("leaves nothing in English", () => {
    const inEnglish = paths(en);
    const same = stringsOf(strings)
      .filter(([path]) => path !== "locale")
      .map(([path, word]) => (said(word) === said(inEnglish.get(path)) ? said(word) : ""))
      .filter((text) => /[a-z]{2}/i.test(text));
    expect([...new Set(same)].sort()).toEqual([...NAMES_AND_SIGNS, ...(SAME[tag] ?? [])].sort());
  });

  it("has texts for every error of the contract", () => {
    expect(Object.keys(strings.error.titles).sort()).toEqual(CODES.split(" ").sort());
  });

  it("is called by its name", () => {
    expect(strings.locale).toBe(tag);
  });
});

describe("the manifest's messages", () => {
  it("are there in every locale, by the browser's name for it", async () => {
    const files = await manifestMessages();
    expect(files.map(({ relativeDest }) => relativeDest)).toEqual(
      ["en", "de", "es", "fr", "ja", "zh_CN"].map((name) => `_locales/${name}/messages.json`),
    );
    for (const { relativeDest, contents } of files) {
      const { description, openSidePanel } = JSON.parse(contents);
      expect(description.message, relativeDest).toMatch(/^.{20,132}$/);
      expect(openSidePanel.message, relativeDest).not.toBe("");
    }
  });
});

describe("the choice of a locale", () => {
  it("takes the first language that there is, and English otherwise", () => {
    expect(chooseLocale(["tlh", "en-GB"])).toBe("en");
    expect(chooseLocale(["de-AT", "en"])).toBe("de");
    expect(chooseLocale(["zh", "en"])).toBe("zh-CN");
    expect(chooseLocale([])).toBe("en");
  });

  it("is used from then on", async () => {
    await setLanguage("ja-JP");
    expect(current.composer.generate).toBe("生成");
  });

  it("survives a language that is none", async () => {
    await setLanguage("constructor");
    expect(current.locale).toBe("en");
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
