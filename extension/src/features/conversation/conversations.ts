import type { Gateway } from "../../shared/gateway/client.ts";
import { refusal } from "../../shared/gateway/refusal.ts";
import type { StoredSession } from "../../shared/gateway/session.ts";
import type { SessionItem } from "../../shared/storage/session-item.ts";
import type { Store } from "../../shared/ui/store.ts";
import type { PageContent } from "../connection/connection.ts";
import { isConnected } from "../connection/state.ts";
import { type CatchUpContext, catchUp } from "./catch-up.ts";
import { type Conversation, withVersionShown } from "./conversation.ts";
import type { ConversationStore } from "./conversation-store.ts";
import type { GenerationActions } from "./generations.ts";
import type { ConversationAction, ConversationState } from "./state.ts";

export interface ConversationActions extends PageContent {
  /** The conversation to show. Where one is known to run, it is first brought up to date with the gateway. */
  current(): Promise<Conversation | null>;
  /** Shows what popup, panel and worker have written, and follows what runs. */
  refresh(): Promise<void>;
  /** Shows another version of the newest answer. */
  showVersion(index: number): void;
  watch(): void;
}

interface ConversationsContext {
  conversations: ConversationStore;
  gateway: Pick<Gateway, "generations">;
  items: CatchUpContext["items"] & { session: SessionItem<StoredSession> };
  store: Store<ConversationState, ConversationAction>;
  isSeen(): boolean;
}

/** The conversations of this session, as this page shows them. */
export function createConversations(
  context: ConversationsContext,
  generations: Pick<GenerationActions, "followRunning" | "unfollow">,
): ConversationActions {
  const { gateway, items, store, conversations } = context;
  const { dispatch, state } = store;
  let asking: Promise<void> | null = null;

  /** A conversation that a person can see counts as read. */
  function markIfSeen(): void {
    const { shown, conversations: all } = state.value.history;
    const unread = all.some((one) => one.id === shown && one.unread);
    if (shown !== null && unread && state.value.conversation?.id === shown && context.isSeen()) {
      void conversations.markRead(shown);
    }
  }

  async function refresh(): Promise<void> {
    const before = state.value;
    // Loading shows the conversation anyway, with the providers that it needs.
    if (!isConnected(before)) return;
    const conversation = await conversations.shown();
    // The page has changed it meanwhile: that is newer, and will be announced, too.
    if (state.value.conversation !== before.conversation) return;
    dispatch({ type: "conversation-shown", conversation });
    if (state.value.conversation?.id !== before.conversation?.id) generations.unfollow();
    void generations.followRunning();
  }

  async function askWhatRuns(): Promise<void> {
    const listedAt = Date.now();
    const before = await items.session.get();
    const generations = await gateway.generations();
    // They belong to a session that may be over by now.
    const after = await items.session.get();
    if (before && before.csrf_token !== after?.csrf_token) return;
    await catchUp(context, generations, listedAt);
  }

  /** One call at a time: two would both make a conversation of the same unknown generation. */
  async function askOnceWhatRuns(): Promise<void> {
    asking ??= askWhatRuns().finally(() => {
      asking = null;
    });
    await asking;
  }

  async function current(): Promise<Conversation | null> {
    const { conversations: all } = await conversations.history();
    const caughtUp = askOnceWhatRuns();
    // Mostly nothing runs. Then the list is not awaited, and a generation that no page knows is shown later.
    if (all.some(({ running }) => running !== null)) await caughtUp;
    else void caughtUp.catch((error: unknown) => refusal(context, error));
    return await conversations.shown();
  }

  return {
    current,
    refresh,

    async load() {
      const before = state.value.conversation;
      const conversation = await current();
      return (providers) => {
        // What was asked here meanwhile is newer than what was found.
        if (state.value.conversation !== before) dispatch({ type: "providers-changed", providers });
        else dispatch({ type: "loaded", providers, conversation });
        // What came into the history while this was loading, and what runs.
        void refresh();
      };
    },

    unfollow: () => generations.unfollow(),

    needsLoading() {
      // A page that closed too early asked for this generation: only the gateway's list tells its id.
      const { view } = state.value;
      return view.name === "generating" && view.generation.answer.id === "";
    },

    clear: () => conversations.clear(),

    showVersion(index) {
      const { conversation } = state.value;
      if (!conversation) return;
      dispatch({ type: "conversation-shown", conversation: withVersionShown(conversation, index) });
      void conversations.change(conversation.id, (stored) => withVersionShown(stored, index));
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
