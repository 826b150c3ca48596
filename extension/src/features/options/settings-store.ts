import { type ReadonlySignal, signal } from "@preact/signals";
import { speak } from "../../shared/locales/index.ts";
import type { Settings, SettingsStorage } from "./settings.ts";

/** The settings as they are, in every open page. */
export interface SettingsStore {
  readonly current: ReadonlySignal<Settings>;
  /** The person's language is there: nobody asks for words before. */
  readonly spoken: Promise<void>;
  change(parts: Partial<Settings>): Promise<void>;
  reset(name: keyof Settings): Promise<void>;
}

/**
 * Reads the settings, and begins to speak the person's language. (`stored` is not called `storage`: WXT takes that
 * name for its own and bundles a library for it.)
 */
export async function openSettings(stored: SettingsStorage): Promise<SettingsStore> {
  const first = await stored.get();
  const current = signal(first);
  const spoken = speak(first.language);

  async function show(next: Settings): Promise<void> {
    if (next.language !== current.value.language) {
      // The language that was asked for last is the one that is spoken.
      await spoken;
      await speak(next.language);
    }
    current.value = next;
  }

  stored.watch(() => void stored.get().then(show));
  return {
    current,
    spoken,
    async change(parts) {
      // Shown before it is stored: a second change may follow at once, and builds on this one.
      await show({ ...current.value, ...parts });
      await stored.set(parts);
    },
    reset: (name) => stored.reset(name),
  };
}
