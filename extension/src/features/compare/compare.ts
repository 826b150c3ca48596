import { computed, effect, type ReadonlySignal, untracked } from "@preact/signals";
import type { Gateway } from "../../shared/gateway/client.ts";
import { refusal } from "../../shared/gateway/refusal.ts";
import type { StoredSession } from "../../shared/gateway/session.ts";
import type { SessionItem } from "../../shared/storage/session-item.ts";
import { createStore, type Store } from "../../shared/ui/store.ts";
import { createGenerationRunner } from "../answer/generation-runner.ts";
import { isConnected, type PageAction, type PageState } from "../connection/state.ts";
import { answeredConversation } from "../conversation/conversation.ts";
import type { ConversationStore } from "../conversation/conversation-store.ts";
import { reduceCompare } from "./reducer.ts";
import { participants } from "./selectors.ts";
import { type CompareState, NOTHING_COMPARED, type StoredComparison } from "./state.ts";

export interface Compare {
  state: ReadonlySignal<CompareState>;
  /** Sends the prompt to every provider that takes part. */
  ask(prompt: string): Promise<void>;
  /** Sends the same prompt to one provider again. */
  askAgain(provider: string): Promise<void>;
  stop(provider: string): Promise<void>;
  stopAll(): Promise<void>;
  choose(provider: string, takesPart: boolean): Promise<void>;
  /** Begins a conversation with this answer, which popup and panel show from then on. */
  continueWith(provider: string): Promise<void>;
  /** Restores the newest comparison whenever the gateway is there, or is back. */
  watch(): void;
}

interface CompareContext {
  gateway: Pick<Gateway, "generate" | "followGeneration" | "stopGeneration" | "generations">;
  store: Store<PageState, PageAction>;
  items: { session: SessionItem<StoredSession>; comparison: SessionItem<StoredComparison> };
  conversations: Pick<ConversationStore, "save">;
}

/** One prompt, several providers: each has a detached generation of its own, which outlives this page. */
export function createCompare(context: CompareContext, onKeyRejected: (provider: string) => void): Compare {
  const { gateway, store, items, conversations } = context;
  const { state, dispatch } = createStore(reduceCompare, NOTHING_COMPARED);
  let asked = 0;

  const find = (provider: string) => state.value.columns.find(({ ref }) => ref === provider);

  const runner = createGenerationRunner(gateway, {
    find,
    step(provider, step) {
      dispatch({ type: "step", provider, step, at: Date.now() });
      if (step.type === "start") void remember();
    },
    onKeyRejected,
    onGatewayLost: store.dispatch,
  });

  async function remember(): Promise<void> {
    const { prompt, columns, excluded } = state.value;
    const runs = columns.flatMap(({ ref, answer: { id } }) => (id === "" ? [] : [{ provider: ref, id }]));
    await items.comparison.set({ prompt, runs, excluded });
  }

  /** Shows the newest comparison as the gateway has it, and follows what still runs. */
  async function restore(): Promise<void> {
    const before = asked;
    const stored = await items.comparison.get();
    if (!stored) return;
    try {
      const known = await gateway.generations();
      // The person has asked something meanwhile.
      if (asked !== before) return;
      const answers = stored.runs.flatMap(({ id }) => known.find((answer) => answer.id === id) ?? []);
      dispatch({ type: "found", prompt: stored.prompt, answers, excluded: stored.excluded });
      for (const { id, provider, status } of answers) {
        if (status === "running") void runner.follow(provider, id);
      }
    } catch (error) {
      const refused = refusal(context, error);
      if (refused) store.dispatch({ type: "problem", error: refused });
    }
  }

  /** The session is over, and its answers with it. */
  function forget(): void {
    runner.unfollow();
    dispatch({ type: "cleared" });
    void items.comparison.remove();
  }

  return {
    state,

    async ask(prompt) {
      const providers = participants(state.value, store.state.value.providers);
      if (prompt.trim() === "" || providers.length === 0) {
        store.dispatch({ type: "focus", target: prompt.trim() === "" ? "prompt" : "provider" });
        return;
      }
      asked += 1;
      store.dispatch({ type: "problem", error: null });
      dispatch({ type: "asked", prompt, providers, at: Date.now() });
      await Promise.all(providers.map(({ id }) => runner.start(id, { prompt, provider: id })));
    },

    async askAgain(id) {
      const { prompt } = state.value;
      const provider = store.state.value.providers.find((one) => one.id === id);
      if (prompt === null || !provider) return;
      dispatch({ type: "asked-again", provider, at: Date.now() });
      await runner.start(id, { prompt, provider: id });
    },

    stop: (provider) => runner.stop(provider),

    async stopAll() {
      await Promise.all(state.value.columns.map(({ ref }) => runner.stop(ref)));
    },

    async choose(provider, takesPart) {
      dispatch({ type: "chosen", provider, takesPart });
      await remember();
    },

    async continueWith(provider) {
      const { prompt } = state.value;
      const column = find(provider);
      if (prompt === null || column?.phase !== "over") return;
      await conversations.save(answeredConversation(prompt, column.answer));
    },

    watch() {
      items.session.watch((_, before) => {
        if (before !== undefined) forget();
      });
      const there = computed(() => isConnected(store.state.value));
      effect(() => {
        if (there.value) void untracked(restore);
      });
    },
  };
}
