import { type Context, refusal } from "../../entrypoints/app/context.ts";
import { exportedConversation, type MarkdownFile } from "../history/export.ts";
import { catchUp } from "./catch-up.ts";
import { type Conversation, partsOf, withVersionShown } from "./conversation.ts";
import type { GenerationActions } from "./generations.ts";
import { providerName } from "./selectors.ts";

export interface ConversationActions {
  /** The conversation to show. Where something is known to run, it is brought up to what the gateway knows. */
  current(): Promise<Conversation | null>;
  /** Shows what popup, panel and worker have written, and follows what runs. */
  refresh(): Promise<void>;
  toggleHistory(): void;
  /** Shows a conversation of the history, in every open page. */
  open(id: string): Promise<void>;
  /** Another version of the newest answer comes into sight. */
  showVersion(index: number): void;
  /** Deletes conversations, and stops what runs in them. Gives them, so that they can be brought back. */
  remove(ids: readonly string[]): Promise<Conversation[]>;
  restore(conversations: readonly Conversation[]): Promise<void>;
  exportMarkdown(id: string): Promise<MarkdownFile | null>;
  dismissForgotten(): void;
  watch(): void;
}

export function createConversations(context: Context, generations: GenerationActions): ConversationActions {
  const { gateway, items, store, conversations } = context;
  const { dispatch, state } = store;
  let asking: Promise<void> | null = null;

  /** Whoever sees the conversation has read it. */
  function markIfSeen(): void {
    const { shown, conversations: all } = state.value.history;
    const unread = all.some((one) => one.id === shown && one.unread);
    if (shown !== null && unread && state.value.conversation?.id === shown && context.isSeen()) {
      void conversations.markRead(shown);
    }
  }

  async function refresh(): Promise<void> {
    const before = state.value;
    // Their keys or their gateway are missing: what is shown next is for whoever loads the page anew.
    if (before.view.name === "opening" || before.view.name === "gateway-away") return;
    const conversation = await conversations.shown();
    // Asked or answered here meanwhile: that is newer, and its own echo comes.
    if (state.value.conversation !== before.conversation) return;
    dispatch({ type: "conversation-shown", conversation });
    if (state.value.conversation?.id !== before.conversation?.id) generations.letGo();
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
      const { conversations: all } = await conversations.history();
      const caughtUp = askOnceWhatRuns();
      // Mostly nothing does. What runs unknown to all pages makes a conversation of its own, and comes into sight with it.
      if (all.some(({ running }) => running !== null)) await caughtUp;
      else void caughtUp.catch((error: unknown) => refusal(context, error));
      return await conversations.shown();
    },

    refresh,

    toggleHistory() {
      dispatch({ type: "history-toggled", open: !state.value.historyOpen });
    },

    async open(id) {
      dispatch({ type: "history-toggled", open: false });
      dispatch({ type: "problem", error: null });
      await conversations.show(id);
    },

    showVersion(index) {
      const { conversation } = state.value;
      if (!conversation) return;
      dispatch({ type: "conversation-shown", conversation: withVersionShown(conversation, index) });
      void conversations.change(conversation.id, (stored) => withVersionShown(stored, index));
    },

    async remove(ids) {
      const removed = await conversations.remove(ids);
      const running = removed.flatMap(partsOf).filter(({ answer }) => answer === null);
      for (const { id } of running) {
        // What is deleted can be fetched back at once, however long the gateway takes to stop.
        if (id !== null) void gateway.stopGeneration(id).catch((error: unknown) => refusal(context, error));
      }
      return removed;
    },

    restore: (removed) => conversations.restore(removed),

    async exportMarkdown(id) {
      const conversation = await conversations.read(id);
      return (
        conversation && exportedConversation(conversation, (provider) => providerName(state.value, provider))
      );
    },

    dismissForgotten() {
      void conversations.dismissForgotten();
    },

    watch() {
      conversations.watch((history) => {
        dispatch({ type: "history-changed", history });
        void refresh();
      });
      void conversations.history().then((history) => dispatch({ type: "history-changed", history }));
      state.subscribe(markIfSeen);
      document.addEventListener("visibilitychange", markIfSeen);
    },
  };
}
