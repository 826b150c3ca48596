import type { Locks } from "../../shared/gateway/session.ts";
import type { Answer } from "../../shared/gateway/types.ts";
import { partsOf, type Thread, withPart } from "./conversation.ts";
import { type Bounds, type History, NO_HISTORY, summaryOf, withRead, withSummary } from "./summary.ts";

// Threads lie in chrome.storage.session, each under a key of its own, with the history beside them: in memory,
// shared by popup and panel, gone with the session. Every change is made under one lock, so that two pages
// and the worker lose none of each other's.

/** What we need of chrome.storage.session. */
export interface StorageArea {
  get(keys: string | string[]): Promise<Record<string, unknown>>;
  set(values: Record<string, unknown>): Promise<void>;
  remove(keys: string[]): Promise<void>;
  onChanged: { addListener(heard: (changes: Record<string, { newValue?: unknown }>) => void): void };
}

export interface ThreadStore {
  history(): Promise<History>;
  read(id: string): Promise<Thread | null>;
  /** The thread that popup and panel show. */
  shown(): Promise<Thread | null>;
  /** Keeps a thread and shows it; the oldest make room. False where it is too large to be kept. */
  save(thread: Thread): Promise<boolean>;
  /** Changes a thread that is still there. False where it has become too large to be kept. */
  change(id: string, change: (thread: Thread) => Thread): Promise<boolean>;
  /** A part is over. Where nobody saw it end, it waits for its reader. False as above. */
  settle(id: string, ref: string, answer: Answer, seen: boolean): Promise<boolean>;
  show(id: string): Promise<void>;
  markRead(id: string): Promise<void>;
  /** Gives what it removed, so that it can be restored. */
  remove(ids: readonly string[]): Promise<Thread[]>;
  restore(threads: readonly Thread[]): Promise<void>;
  dismissForgotten(): Promise<void>;
  clear(): Promise<void>;
  watch(heard: (history: History) => void): void;
}

/** The area holds 10 MB, and the drafts need some room as well. */
const BOUNDS: Bounds = { bytes: 6_000_000, threads: 100 };
const LOCK = "gatehouse-threads";
const HISTORY = "history";

const keyOf = (id: string) => `thread:${id}`;

export function createThreadStore(area: StorageArea, locks: Locks, bounds: Bounds = BOUNDS): ThreadStore {
  async function exclusively<T>(work: (history: History) => Promise<T>): Promise<T> {
    return await locks.request(LOCK, { mode: "exclusive" }, async () => {
      const found = await area.get(HISTORY);
      return await work((found[HISTORY] as History | undefined) ?? NO_HISTORY);
    });
  }

  async function read(id: string): Promise<Thread | null> {
    const found = await area.get(keyOf(id));
    return (found[keyOf(id)] as Thread | undefined) ?? null;
  }

  async function drop(history: History, ids: readonly string[]): Promise<void> {
    await area.remove(ids.map(keyOf));
    const shown = history.shown !== null && ids.includes(history.shown) ? null : history.shown;
    const threads = history.threads.filter(({ id }) => !ids.includes(id));
    await area.set({ [HISTORY]: { ...history, shown, threads } });
  }

  /** False where the thread alone is more than there is room for. */
  async function write(history: History, thread: Thread, unread: boolean): Promise<boolean> {
    const summary = summaryOf(thread, unread);
    let gone: string[] = [];
    // A long draft takes room away: then the area refuses, and one more of the oldest goes.
    for (let most = bounds.threads; most > 0 && summary.bytes <= bounds.bytes; ) {
      const { threads, dropped } = withSummary(history.threads, summary, { ...bounds, threads: most });
      await area.remove(dropped.map(keyOf));
      gone = dropped;
      const forgotten = history.forgotten + dropped.length;
      try {
        await area.set({ [HISTORY]: { ...history, threads, forgotten }, [keyOf(thread.id)]: thread });
        return true;
      } catch {
        most = threads.length - 1;
      }
    }
    await drop({ ...history, shown: null, forgotten: history.forgotten + gone.length }, [...gone, thread.id]);
    return false;
  }

  /** What was deleted meanwhile, or ended with its session, does not come back. */
  async function update(
    id: string,
    change: (thread: Thread) => Thread,
    unread: (before: boolean, thread: Thread) => boolean,
  ): Promise<boolean> {
    return await exclusively(async (history) => {
      const summary = history.threads.find((one) => one.id === id);
      const thread = await read(id);
      if (!summary || !thread) return true;
      return await write(history, change(thread), unread(summary.unread, thread));
    });
  }

  return {
    history: () => exclusively(async (history) => history),
    read: (id) => exclusively(() => read(id)),
    shown: () => exclusively(async ({ shown }) => (shown === null ? null : await read(shown))),
    save: (thread) => exclusively((history) => write({ ...history, shown: thread.id }, thread, false)),
    change: (id, change) => update(id, change, (unread) => unread),

    async settle(id, ref, answer, seen) {
      const runs = (part: { ref: string; answer: Answer | null }) => part.ref === ref && part.answer === null;
      return await update(
        id,
        (thread) => withPart(thread, runs, { id: answer.id || null, answer }),
        // Popup, panel and worker may all bring the same end.
        (unread, thread) => !seen && (unread || partsOf(thread).some(runs)),
      );
    },

    show: (id) =>
      exclusively(async (history) => {
        if (history.threads.some((one) => one.id === id)) {
          await area.set({ [HISTORY]: { ...withRead(history, id), shown: id } });
        }
      }),

    markRead: (id) =>
      exclusively(async (history) => {
        if (history.threads.some((one) => one.id === id && one.unread)) {
          await area.set({ [HISTORY]: withRead(history, id) });
        }
      }),

    remove: (ids) =>
      exclusively(async (history) => {
        const threads = await Promise.all(ids.map(read));
        await drop(history, ids);
        return threads.filter((thread) => thread !== null);
      }),

    async restore(threads) {
      for (const thread of threads) await exclusively((history) => write(history, thread, false));
    },

    dismissForgotten: () => exclusively((history) => area.set({ [HISTORY]: { ...history, forgotten: 0 } })),

    clear: () => exclusively(({ threads }) => area.remove([HISTORY, ...threads.map(({ id }) => keyOf(id))])),

    watch(heard) {
      area.onChanged.addListener((changes) => {
        const change = changes[HISTORY];
        if (change) heard((change.newValue as History | undefined) ?? NO_HISTORY);
      });
    },
  };
}
