import { type Context, refusal } from "../../entrypoints/app/context.ts";
import { exportedThread, type MarkdownFile } from "../history/export.ts";
import { catchUp } from "./catch-up.ts";
import { partsOf, type Thread, withVersionShown } from "./conversation.ts";
import type { GenerationActions } from "./generations.ts";
import { providerName } from "./selectors.ts";

export interface ThreadActions {
  /** The thread to show. Where something is known to run, it is brought up to what the gateway knows. */
  current(): Promise<Thread | null>;
  /** Shows what popup, panel and worker have written, and follows what runs. */
  refresh(): Promise<void>;
  toggleHistory(): void;
  /** Shows a thread of the history, in every open page. */
  open(id: string): Promise<void>;
  /** Another version of the newest answer comes into sight. */
  showVersion(index: number): void;
  /** Deletes threads, and stops what runs in them. Gives them, so that they can be brought back. */
  remove(ids: readonly string[]): Promise<Thread[]>;
  restore(threads: readonly Thread[]): Promise<void>;
  exportMarkdown(id: string): Promise<MarkdownFile | null>;
  dismissForgotten(): void;
  watch(): void;
}

export function createThreads(context: Context, generations: GenerationActions): ThreadActions {
  const { gateway, items, store, threads } = context;
  const { dispatch, state } = store;
  let asking: Promise<void> | null = null;

  /** Whoever sees the thread has read it. */
  function markIfSeen(): void {
    const { shown, threads: all } = state.value.history;
    const unread = all.some((one) => one.id === shown && one.unread);
    if (shown !== null && unread && state.value.thread?.id === shown && context.isSeen()) {
      void threads.markRead(shown);
    }
  }

  async function refresh(): Promise<void> {
    const before = state.value;
    // Their keys or their gateway are missing: what is shown next is for whoever loads the page anew.
    if (before.view.name === "opening" || before.view.name === "gateway-away") return;
    const thread = await threads.shown();
    // Asked or answered here meanwhile: that is newer, and its own echo comes.
    if (state.value.thread !== before.thread) return;
    dispatch({ type: "thread-shown", thread });
    if (state.value.thread?.id !== before.thread?.id) generations.letGo();
    void generations.followRunning();
  }

  async function askWhatRuns(): Promise<void> {
    const listedAt = Date.now();
    const before = await items.session.get();
    const generations = await gateway.generations();
    // They belong to a session, which may be over by now.
    const after = await items.session.get();
    if (before && before.csrf_token !== after?.csrf_token) return;
    await catchUp(context, generations, listedAt);
  }

  /** One at a time, or the same stranger would be found twice. */
  async function askOnceWhatRuns(): Promise<void> {
    asking ??= askWhatRuns().finally(() => {
      asking = null;
    });
    await asking;
  }

  return {
    async current() {
      const { threads: all } = await threads.history();
      const caughtUp = askOnceWhatRuns();
      // Mostly nothing does. What runs unknown to all pages makes a thread of its own, and comes into sight with it.
      if (all.some(({ running }) => running !== null)) await caughtUp;
      else void caughtUp.catch((error: unknown) => refusal(context, error));
      return await threads.shown();
    },

    refresh,

    toggleHistory() {
      dispatch({ type: "history-toggled", open: !state.value.historyOpen });
    },

    async open(id) {
      dispatch({ type: "history-toggled", open: false });
      dispatch({ type: "problem", error: null });
      await threads.show(id);
    },

    showVersion(index) {
      const { thread } = state.value;
      if (!thread) return;
      dispatch({ type: "thread-shown", thread: withVersionShown(thread, index) });
      void threads.change(thread.id, (stored) => withVersionShown(stored, index));
    },

    async remove(ids) {
      const removed = await threads.remove(ids);
      const running = removed.flatMap(partsOf).filter(({ answer }) => answer === null);
      for (const { id } of running) {
        // What is deleted can be fetched back at once, however long the gateway takes to stop.
        if (id !== null) void gateway.stopGeneration(id).catch((error: unknown) => refusal(context, error));
      }
      return removed;
    },

    restore: (removed) => threads.restore(removed),

    async exportMarkdown(id) {
      const thread = await threads.read(id);
      return thread && exportedThread(thread, (provider) => providerName(state.value, provider));
    },

    dismissForgotten() {
      void threads.dismissForgotten();
    },

    watch() {
      threads.watch((history) => {
        dispatch({ type: "history-changed", history });
        void refresh();
      });
      void threads.history().then((history) => dispatch({ type: "history-changed", history }));
      state.subscribe(markIfSeen);
      document.addEventListener("visibilitychange", markIfSeen);
    },
  };
}
