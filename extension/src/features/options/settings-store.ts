import { type ReadonlySignal, signal } from "@preact/signals";
import { setLanguage } from "../../shared/locales/index.ts";
import type { Settings, SettingsStorage } from "./settings.ts";

/** The current settings, the same in every open page. */
export interface SettingsStore {
  readonly current: ReadonlySignal<Settings>;
  /** Resolves when the strings of the person's language are loaded. Nothing reads strings before. */
  readonly languageLoaded: Promise<void>;
  change(parts: Partial<Settings>): Promise<void>;
  reset(name: keyof Settings): Promise<void>;
}

/**
 * Reads the settings and loads the person's language. (`stored` is not called `storage`, because WXT replaces that
 * name by a library of its own.)
 */
export async function openSettings(stored: SettingsStorage): Promise<SettingsStore> {
  const first = await stored.get();
  const current = signal(first);
  const languageLoaded = setLanguage(first.language);

  async function show(next: Settings): Promise<void> {
    if (next.language !== current.value.language) {
      // One after the other, so that the language that was chosen last is loaded last.
      await languageLoaded;
      await setLanguage(next.language);
    }
    current.value = next;
  }

  stored.watch(() => void stored.get().then(show));
  return {
    current,
    languageLoaded,
    async change(parts) {
      // Shown before it is stored: a second change may follow at once, and is based on this one.
      await show({ ...current.value, ...parts });
      await stored.set(parts);
    },
    reset: (name) => stored.reset(name),
  };
}
