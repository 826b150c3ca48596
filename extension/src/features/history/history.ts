import type { ReadonlySignal } from "@preact/signals";
import type { Gateway } from "../../shared/gateway/client.ts";
import { refusal } from "../../shared/gateway/refusal.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { requiredContext } from "../../shared/ui/required-context.ts";
import type { Store } from "../../shared/ui/store.ts";
import type { FocusTarget } from "../../shared/ui/use-focus-requests.ts";
import { type Conversation, partsOf, titleOf } from "../conversation/conversation.ts";
import type { ConversationStore } from "../conversation/conversation-store.ts";
import type { ConversationAction, ConversationState } from "../conversation/state.ts";
import { providerName } from "../models/providers.ts";
import { exportedConversation, type MarkdownFile } from "./export.ts";

export interface HistoryState extends ConversationState {
  historyOpen: boolean;
}

export type HistoryAction = ConversationAction | { type: "history-toggled"; open: boolean };

export interface HistoryActions {
  toggle(): void;
  /** Shows a conversation of the history, in every open page. */
  open(id: string): Promise<void>;
  /** Deletes conversations and stops what runs in them. Resolves with them, so that they can be restored. */
  remove(ids: readonly string[]): Promise<Conversation[]>;
  restore(conversations: readonly Conversation[]): Promise<void>;
  exportMarkdown(id: string): Promise<MarkdownFile | null>;
  /** The person has read that old conversations were dropped. */
  dismissForgotten(): void;
}

interface HistoryContext {
  gateway: Pick<Gateway, "stopGeneration">;
  store: Store<HistoryState, HistoryAction>;
  conversations: ConversationStore;
}

export function createHistory(context: HistoryContext): HistoryActions {
  const { gateway, store, conversations } = context;
  const { dispatch, state } = store;
  return {
    toggle() {
      dispatch({ type: "history-toggled", open: !state.value.historyOpen });
    },

    async open(id) {
      dispatch({ type: "history-toggled", open: false });
      dispatch({ type: "problem", error: null });
      await conversations.show(id);
    },

    async remove(ids) {
      const removed = await conversations.remove(ids);
      const running = removed.flatMap(partsOf).filter(({ answer }) => answer === null);
      for (const { id } of running) {
        // Not awaited: what is deleted can be restored at once, however long the gateway takes to stop.
        if (id !== null) void gateway.stopGeneration(id).catch((error: unknown) => refusal(context, error));
      }
      return removed;
    },

    restore: (removed) => conversations.restore(removed),

    async exportMarkdown(id) {
      const conversation = await conversations.read(id);
      if (!conversation) return null;
      const { withoutInvisible } = await loadMarkdown();
      const title = withoutInvisible(titleOf(conversation)).trim();
      return exportedConversation(conversation, title, (one) => providerName(state.value, one));
    },

    dismissForgotten() {
      void conversations.dismissForgotten();
    },
  };
}

/** What the components of the history need of the page around them. */
interface HistoryPage {
  state: ReadonlySignal<HistoryState>;
  history: HistoryActions;
  focus(target: FocusTarget | null): void;
}

export const [HistoryProvider, useHistory] = requiredContext<HistoryPage>("history");
