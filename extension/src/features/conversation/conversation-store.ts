import type { Locks } from "../../shared/gateway/session.ts";
import type { Answer } from "../../shared/gateway/types.ts";
import { type Conversation, partsOf, withPart } from "./conversation.ts";
import {
  type History,
  type Limits,
  NO_HISTORY,
  summaryOf,
  without,
  withRead,
  withSummary,
} from "./summary.ts";

// Conversations are kept in chrome.storage.session, each under a key of its own, and the history beside them: in
// memory, shared by popup and panel, deleted with the session. Every change is made under one lock, so that pages
// and worker do not overwrite each other's changes.

/** The part of chrome.storage.session that is used. */
export interface StorageArea {
  get(keys: string | string[]): Promise<Record<string, unknown>>;
  set(values: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
  onChanged: { addListener(heard: (changes: Record<string, { newValue?: unknown }>) => void): void };
}

export interface ConversationStore {
  history(): Promise<History>;
  read(id: string): Promise<Conversation | null>;
  /** The conversation that popup and panel show. */
  shown(): Promise<Conversation | null>;
  /** Stores a conversation and shows it. The oldest are dropped for it. False if it is too large to be stored. */
  save(conversation: Conversation): Promise<boolean>;
  /** Changes a conversation that still exists. False if it has become too large to be stored. */
  change(id: string, change: (conversation: Conversation) => Conversation): Promise<boolean>;
  /** Stores the end of a part, as unread if no person saw it. False as above. */
  settle(id: string, ref: string, answer: Answer, seen: boolean): Promise<boolean>;
  show(id: string): Promise<void>;
  markRead(id: string): Promise<void>;
  /** Resolves with what was removed, so that it can be restored. */
  remove(ids: readonly string[]): Promise<Conversation[]>;
  restore(conversations: readonly Conversation[]): Promise<void>;
  dismissForgotten(): Promise<void>;
  clear(): Promise<void>;
  watch(heard: (history: History) => void): void;
}

/** The area holds 10 MB, of which drafts need some. */
const LIMITS: Limits = { bytes: 6_000_000, conversations: 100 };
const LOCK = "gatehouse-conversations";
const HISTORY = "history";

// The stored name is older than the term that the code uses.
const keyOf = (id: string) => `thread:${id}`;

export function createConversationStore(
  area: StorageArea,
  locks: Locks,
  limits: Limits = LIMITS,
): ConversationStore {
  async function exclusively<T>(work: (history: History) => Promise<T>): Promise<T> {
    return await locks.request(LOCK, { mode: "exclusive" }, async () => {
      const found = await area.get(HISTORY);
      return await work((found[HISTORY] as History | undefined) ?? NO_HISTORY);
    });
  }

  async function read(id: string): Promise<Conversation | null> {
    const found = await area.get(keyOf(id));
    return (found[keyOf(id)] as Conversation | undefined) ?? null;
  }

  async function drop(history: History, ids: readonly string[]): Promise<void> {
    await area.remove(ids.map(keyOf));
    await area.set({ [HISTORY]: without(history, ids) });
  }

  /** False if the conversation alone is too large. */
  async function write(history: History, conversation: Conversation, unread: boolean): Promise<boolean> {
    const summary = summaryOf(conversation, unread);
    let gone: string[] = [];
    // The area may be fuller than the limit allows for, by a long draft: then one more of the oldest is dropped.
    for (let most = limits.conversations; most > 0 && summary.bytes <= limits.bytes; ) {
      const { conversations, dropped } = withSummary(history.conversations, summary, {
        ...limits,
        conversations: most,
      });
      await area.remove(dropped.map(keyOf));
      gone = dropped;
      const { unkept } = without(history, dropped);
      const forgotten = history.forgotten + dropped.length;
      try {
        await area.set({
          [HISTORY]: {
            ...history,
            conversations,
            forgotten,
            unkept: unkept.filter(({ ref }) => ref !== summary.running?.ref),
          },
          [keyOf(conversation.id)]: conversation,
        });
        return true;
      } catch {
        most = conversations.length - 1;
      }
    }
    const conversations = [...history.conversations.filter(({ id }) => id !== summary.id), summary];
    const forgotten = history.forgotten + gone.length;
    await drop({ ...history, conversations, shown: null, forgotten }, [...gone, summary.id]);
    return false;
  }

  /** A conversation that has been deleted meanwhile is not stored again. */
  async function update(
    id: string,
    change: (conversation: Conversation) => Conversation,
    unread: (before: boolean, conversation: Conversation) => boolean,
  ): Promise<boolean> {
    return await exclusively(async (history) => {
      const summary = history.conversations.find((one) => one.id === id);
      const conversation = await read(id);
      if (!summary || !conversation) return true;
      return await write(history, change(conversation), unread(summary.unread, conversation));
    });
  }

  return {
    history: () => exclusively(async (history) => history),
    read: (id) => exclusively(() => read(id)),
    shown: () => exclusively(async ({ shown }) => (shown === null ? null : await read(shown))),
    save: (conversation) =>
      exclusively((history) => write({ ...history, shown: conversation.id }, conversation, false)),
    change: (id, change) => update(id, change, (unread) => unread),

    async settle(id, ref, answer, seen) {
      const runs = (part: { ref: string; answer: Answer | null }) => part.ref === ref && part.answer === null;
      return await update(
        id,
        (conversation) => withPart(conversation, runs, { id: answer.id || null, answer }),
        // Popup, panel and worker may all store the same end.
        (unread, conversation) => !seen && (unread || partsOf(conversation).some(runs)),
      );
    },

    show: (id) =>
      exclusively(async (history) => {
        if (history.conversations.some((one) => one.id === id)) {
          await area.set({ [HISTORY]: { ...withRead(history, id), shown: id } });
        }
      }),

    markRead: (id) =>
      exclusively(async (history) => {
        if (history.conversations.some((one) => one.id === id && one.unread)) {
          await area.set({ [HISTORY]: withRead(history, id) });
        }
      }),

    remove: (ids) =>
      exclusively(async (history) => {
        const conversations = await Promise.all(ids.map(read));
        await drop(history, ids);
        return conversations.filter((conversation) => conversation !== null);
      }),

    async restore(conversations) {
      for (const conversation of conversations)
        await exclusively((history) => write(history, conversation, false));
    },

    dismissForgotten: () => exclusively((history) => area.set({ [HISTORY]: { ...history, forgotten: 0 } })),

    clear: () =>
      exclusively(({ conversations }) => area.remove([HISTORY, ...conversations.map(({ id }) => keyOf(id))])),

    watch(heard) {
      area.onChanged.addListener((changes) => {
        const change = changes[HISTORY];
        if (change) heard((change.newValue as History | undefined) ?? NO_HISTORY);
      });
    },
  };
}
