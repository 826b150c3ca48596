import { type ComponentChildren, Fragment } from "preact";
import { useLayoutEffect } from "preact/hooks";
import type { SettingsStore } from "../../features/options/settings-store.ts";
import { strings } from "../locales/index.ts";

interface LocalisedProps {
  settings: SettingsStore;
  title(): string;
  children: ComponentChildren;
}

/** Shows everything anew when the person chooses another language. */
export function Localised({ settings, title, children }: LocalisedProps) {
  const { language } = settings.current.value;
  useLayoutEffect(() => {
    document.documentElement.lang = strings.locale;
    document.title = title();
  }, [language]);
  return <Fragment key={language}>{children}</Fragment>;
}
