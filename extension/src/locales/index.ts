import { en } from "./en.ts";
import type { Words } from "./words.ts";

export const LOCALES: Readonly<Record<string, Words>> = { en };

/** The first of the person's languages that we speak. */
export function chooseWords(languages: readonly string[]): Words {
  for (const language of languages) {
    const found = LOCALES[language] ?? LOCALES[language.split("-")[0] ?? ""];
    if (found) return found;
  }
  return en;
}

export const words: Words = chooseWords(navigator.languages);
