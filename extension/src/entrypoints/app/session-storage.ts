import { browser } from "wxt/browser";
import type { StoredComparison } from "../../features/compare/state.ts";
import type { Draft, Selection } from "../../features/composer/draft.ts";
import { createConversationStore } from "../../features/conversation/conversation-store.ts";
import type { SessionStore, StoredSession } from "../../shared/gateway/session.ts";
import { sessionItem } from "../../shared/storage/session-item.ts";

// Everything that the extension remembers of a session.

export const sessionItems = {
  session: sessionItem<StoredSession>("session"),
  draft: sessionItem<Draft>("draft"),
  previousDraft: sessionItem<string>("previous_draft"),
  selection: sessionItem<Selection>("selection"),
  comparison: sessionItem<StoredComparison>("comparison"),
  /** The address of the page on which Start was clicked: the browser's question may have closed it. */
  startWanted: sessionItem<string>("start_wanted"),
  /** The secret that the native messaging host gave to this extension. */
  proof: sessionItem<string>("proof"),
  /** Changes with every key and every choice of a provider, so that all pages show the same. */
  revision: sessionItem<string>("revision"),
  clear: () => browser.storage.session.clear(),
};

export type SessionItems = typeof sessionItems;

export const sessionConversations = createConversationStore(browser.storage.session, navigator.locks);

/** A new session starts empty: what was asked in the previous one is deleted first. */
export const sessionStore: SessionStore = {
  get: sessionItems.session.get,
  async set(session) {
    await sessionConversations.clear();
    await sessionItems.comparison.remove();
    await sessionItems.session.set(session);
  },
};
