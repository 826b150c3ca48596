import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { strings } from "../locales/index.ts";

/** The person's choice of a language, and whether its strings are there. */
export interface LanguageSettings {
  readonly current: ReadonlySignal<{ language: string }>;
  readonly languageLoaded: Promise<void>;
}

interface LocalisedProps {
  settings: LanguageSettings;
  title(): string;
  children: ComponentChildren;
}

/** Keeps the title and the language of the page in step with its texts. */
export function Localised({ settings, title, children }: LocalisedProps) {
  const { language } = settings.current.value;
  useLayoutEffect(() => {
    document.documentElement.lang = strings.locale;
    document.title = title();
  }, [language]);
  return <>{children}</>;
}
