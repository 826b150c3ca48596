import { en } from "./en.ts";
import type { Strings } from "./strings.ts";

/** Every language that we speak, by its tag. English comes with every page, of the others the one that it speaks. */
export const LOCALES = {
  en: async () => en,
  de: async () => (await import("./de.ts")).de,
  es: async () => (await import("./es.ts")).es,
  fr: async () => (await import("./fr.ts")).fr,
  ja: async () => (await import("./ja.ts")).ja,
  "zh-CN": async () => (await import("./zh-cn.ts")).zhCN,
} satisfies Record<string, () => Promise<Strings>>;

export type Locale = keyof typeof LOCALES;

/** Choose the first of the languages that we speak, in whatever variant; English otherwise. */
export function chooseLocale(languages: readonly string[]): Locale {
  const spoken = Object.keys(LOCALES) as Locale[];
  const base = (tag: string) => tag.split("-")[0];
  for (const language of languages) {
    const found =
      spoken.find((tag) => tag === language) ?? spoken.find((tag) => base(tag) === base(language));
    if (found !== undefined) return found;
  }
  return "en";
}

/** The words of the language that `speak` has chosen. Read them when they are shown, not before. */
export let strings: Strings;

/** Speak a language from now on; `auto` stands for the browser's. */
export async function speak(language: string): Promise<void> {
  strings = await LOCALES[chooseLocale(language === "auto" ? navigator.languages : [language])]();
}
