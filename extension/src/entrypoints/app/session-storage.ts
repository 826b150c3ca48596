import { browser } from "wxt/browser";
import { createConversationStore } from "../../features/conversation/conversation-store.ts";
import type { Field } from "../../features/page/fields.ts";
import type { SessionStore, StoredSession } from "../../shared/gateway/session.ts";

// chrome.storage.session lives in memory, ends with the browser, and is closed to content scripts.
// Whatever the extension remembers of a session is here.

/** The text in the prompt, and whose it is: `author` tells a page its own writing from another's. */
export interface Draft {
  text: string;
  author: string;
  /** Set when the draft was made from a selection: that one is not taken twice. */
  selectionAt?: number;
  /** Whether it still is that selection, be it edited: no question that follows up what was asked before. */
  fromSelection?: boolean;
  /** Set as in the selection that it was made from. */
  cut?: boolean;
  field?: Field;
}

/** Text that was right-clicked, or the prompt that a quick action made of it, waiting for the side panel. */
export interface Selection {
  text: string;
  at: number;
  /** Set for a quick action: whichever page takes it first asks at once. */
  run?: boolean;
  /** Set where the selection was too long to be taken whole. */
  cut?: boolean;
  /** The editable field that it was selected in. */
  field?: Field;
}

/** The newest comparison: its prompt, its generations in their order, and who does not take part. */
export interface StoredComparison {
  prompt: string | null;
  runs: { provider: string; id: string }[];
  excluded: string[];
}

interface Contents {
  session: StoredSession;
  draft: Draft;
  previous_draft: string;
  selection: Selection;
  comparison: StoredComparison;
  /** The address of the page where somebody has clicked Start: the browser's question may have closed it. */
  start_wanted: string;
  /** Changes with every key or choice, so that popup and panel show the same. */
  revision: string;
}

export interface SessionItem<T> {
  get(): Promise<T | undefined>;
  set(value: T): Promise<void>;
  remove(): Promise<void>;
  /** Calls back on every change, by whichever page; `undefined` stands for nothing there. */
  watch(changed: (value: T | undefined, before: T | undefined) => void): void;
}

interface Change<T> {
  newValue?: T;
  oldValue?: T;
}

function item<Name extends keyof Contents>(name: Name): SessionItem<Contents[Name]> {
  return {
    async get() {
      const found = await browser.storage.session.get(name);
      return found[name] as Contents[Name] | undefined;
    },
    async set(value) {
      await browser.storage.session.set({ [name]: value });
    },
    async remove() {
      await browser.storage.session.remove(name);
    },
    watch(changed) {
      browser.storage.session.onChanged.addListener((changes) => {
        const change = changes[name] as Change<Contents[Name]> | undefined;
        if (change) changed(change.newValue, change.oldValue);
      });
    },
  };
}

export const sessionStorageItems = {
  session: item("session"),
  draft: item("draft"),
  previousDraft: item("previous_draft"),
  selection: item("selection"),
  comparison: item("comparison"),
  startWanted: item("start_wanted"),
  revision: item("revision"),
  /** Sign-out: nothing stays. */
  clear: () => browser.storage.session.clear(),
};

export type SessionItems = typeof sessionStorageItems;

export const sessionConversations = createConversationStore(browser.storage.session, navigator.locks);

/** A new session knows nothing of the one before: what was asked in it is gone when its token is there. */
export const sessionStore: SessionStore = {
  get: sessionStorageItems.session.get,
  async set(session) {
    await sessionConversations.clear();
    await sessionStorageItems.comparison.remove();
    await sessionStorageItems.session.set(session);
  },
};
