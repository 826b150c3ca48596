import { signal } from "@preact/signals-core";
import { en } from "./en.ts";
import type { Strings } from "./strings.ts";

/** Every language of the interface by its tag. English is part of every page, the others are loaded on demand. */
export const LOCALES = {
  en: async () => en,
  de: async () => (await import("./de.ts")).de,
  es: async () => (await import("./es.ts")).es,
  fr: async () => (await import("./fr.ts")).fr,
  ja: async () => (await import("./ja.ts")).ja,
  "zh-CN": async () => (await import("./zh-cn.ts")).zhCN,
} satisfies Record<string, () => Promise<Strings>>;

export type Locale = keyof typeof LOCALES;

/** The first of these languages that the interface has, in any variant; English otherwise. */
export function chooseLocale(languages: readonly string[]): Locale {
  const known = Object.keys(LOCALES) as Locale[];
  const base = (tag: string) => tag.split("-")[0];
  for (const language of languages) {
    const found = known.find((tag) => tag === language) ?? known.find((tag) => base(tag) === base(language));
    if (found !== undefined) return found;
  }
  return "en";
}

const current = signal<Strings>(en);

/**
 * The texts of the interface in the language of `setLanguage`. Read them only when they are rendered: a component
 * that has read one is rendered again in another language, and keeps what is typed in it.
 */
export const strings: Strings = new Proxy(en, {
  get: (_, section: keyof Strings) => current.value[section],
});

/** Loads the strings of a language; `auto` stands for the browser's. */
export async function setLanguage(language: string): Promise<void> {
  const locale = chooseLocale(language === "auto" ? navigator.languages : [language]);
  current.value = await LOCALES[locale]();
}
