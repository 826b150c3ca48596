import { browser } from "wxt/browser";

// chrome.storage.session lives in memory, ends with the browser, and cannot be read by content scripts.

/** One value in chrome.storage.session, shared by all pages of the extension. */
export interface SessionItem<T> {
  get(): Promise<T | undefined>;
  set(value: T): Promise<void>;
  remove(): Promise<void>;
  /** Calls back on every change, made by any page; `undefined` stands for no value. */
  watch(changed: (value: T | undefined, before: T | undefined) => void): void;
}

interface Change<T> {
  newValue?: T;
  oldValue?: T;
}

export function sessionItem<T>(name: string): SessionItem<T> {
  return {
    async get() {
      const found = await browser.storage.session.get(name);
      return found[name] as T | undefined;
    },
    async set(value) {
      await browser.storage.session.set({ [name]: value });
    },
    async remove() {
      await browser.storage.session.remove(name);
    },
    watch(changed) {
      browser.storage.session.onChanged.addListener((changes) => {
        const change = changes[name] as Change<T> | undefined;
        if (change) changed(change.newValue, change.oldValue);
      });
    },
  };
}
