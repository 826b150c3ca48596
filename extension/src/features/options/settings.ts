import { browser } from "wxt/browser";
import { DEFAULT_PORT, isPort } from "../../shared/gateway/address.ts";
import { LOCALES } from "../../shared/locales/index.ts";
import { REPLY_LANGUAGES } from "../../shared/locales/reply-languages.ts";
import { THEMES, type Theme } from "../../shared/ui/theme.ts";
import { DEFAULT_ACTIONS, readActions, type StoredAction } from "../quick-actions/actions.ts";

// The person's settings. They contain no secret, so they are kept in chrome.storage.local, which outlives the
// browser. Only what was changed is stored, and what is stored is validated when it is read.

export interface Settings {
  /** The port of the gateway. */
  port: number;
  /** Of the interface: a locale's tag, or `auto` for the browser's. */
  language: string;
  theme: Theme;
  /** The language that the model is asked to answer in: a tag, or `auto` for no such request. */
  replyLanguage: string;
  actions: readonly StoredAction[];
}

export const DEFAULT_SETTINGS: Settings = {
  port: DEFAULT_PORT,
  language: "auto",
  theme: "system",
  replyLanguage: "auto",
  actions: DEFAULT_ACTIONS,
};

function oneOf<T extends string>(value: unknown, known: readonly T[], otherwise: T): T {
  return known.find((one) => one === value) ?? otherwise;
}

/** The settings in stored values. An invalid value counts as not set. */
export function readSettings(stored: Record<string, unknown>): Settings {
  const { port, language, theme, replyLanguage, actions } = stored;
  return {
    port: isPort(port) ? port : DEFAULT_SETTINGS.port,
    language: oneOf(language, Object.keys(LOCALES), "auto"),
    theme: oneOf(theme, THEMES, DEFAULT_SETTINGS.theme),
    replyLanguage: oneOf(replyLanguage, REPLY_LANGUAGES, "auto"),
    actions: readActions(actions),
  };
}

export interface SettingsStorage {
  get(): Promise<Settings>;
  set(parts: Partial<Settings>): Promise<void>;
  /** Back to the default. */
  reset(name: keyof Settings): Promise<void>;
  /** Calls back after every change, made by any page. */
  watch(changed: () => void): void;
}

export const settingsStorage: SettingsStorage = {
  get: async () => readSettings(await browser.storage.local.get(Object.keys(DEFAULT_SETTINGS))),
  set: (parts) => browser.storage.local.set(parts),
  reset: (name) => browser.storage.local.remove(name),
  watch: (changed) => browser.storage.local.onChanged.addListener(changed),
};
