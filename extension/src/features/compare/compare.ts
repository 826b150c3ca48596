import { computed, signal as createSignal, effect, type ReadonlySignal, untracked } from "@preact/signals";
import { type Context, refusal } from "../../entrypoints/app/context.ts";
import type { GenerationEvent } from "../../shared/gateway/types.ts";
import { answeredConversation } from "../conversation/conversation.ts";
import { type CompareAction, reduceCompare } from "./reducer.ts";
import { participants } from "./selectors.ts";
import { type Column, type CompareState, NOTHING_COMPARED } from "./state.ts";

export interface Compare {
  state: ReadonlySignal<CompareState>;
  /** Sends the prompt to everybody who takes part. */
  ask(prompt: string): Promise<void>;
  /** Sends the same prompt to one of them again. */
  askAgain(provider: string): Promise<void>;
  stop(provider: string): Promise<void>;
  stopAll(): Promise<void>;
  choose(provider: string, takesPart: boolean): Promise<void>;
  /** Begins a conversation with this answer, which popup and panel show from now on. */
  continueWith(provider: string): Promise<void>;
  /** Finds the newest comparison whenever the gateway is there, or is there again. */
  watch(): void;
}

/** One prompt, several providers: each with a detached generation of its own, which outlives this page. */
export function createCompare(context: Context, onKeyRejected: (provider: string) => void): Compare {
  const { gateway, store, items, conversations } = context;
  const state = createSignal(NOTHING_COMPARED);
  const following = new Map<string, AbortController>();
  let asked = 0;

  function dispatch(action: CompareAction): void {
    state.value = reduceCompare(state.value, action);
  }

  function column(provider: string): Column | undefined {
    return state.value.columns.find((one) => one.provider === provider);
  }

  function letGo(id: string): void {
    following.get(id)?.abort();
    following.delete(id);
  }

  async function remember(): Promise<void> {
    const { prompt, columns, excluded } = state.value;
    const runs = columns.flatMap(({ provider, id }) => (id === null ? [] : [{ provider, id }]));
    await items.comparison.set({ prompt, runs, excluded });
  }

  function fail(provider: string, error: unknown): void {
    const refused = refusal(context, error);
    if (refused) dispatch({ type: "failed", provider, error: refused });
  }

  function receive(provider: string, event: GenerationEvent): void {
    dispatch({ type: "event", provider, event, at: Date.now() });
    if (event.type === "start") {
      void remember();
      // Stop was pressed before the generation had a name.
      if (column(provider)?.stopping) void stopNamed(provider, event.id);
    }
    if (event.type === "error" && event.error.code === "key_rejected") onKeyRejected(provider);
  }

  async function run(
    provider: string,
    open: (signal: AbortSignal) => AsyncIterable<GenerationEvent>,
  ): Promise<void> {
    letGo(provider);
    const controller = new AbortController();
    const { signal } = controller;
    following.set(provider, controller);
    try {
      for await (const event of open(signal)) receive(provider, event);
    } catch (error) {
      if (!signal.aborted) fail(provider, error);
    }
  }

  async function generate(provider: string, prompt: string): Promise<void> {
    await run(provider, (signal) => gateway.generate({ prompt, provider }, signal));
  }

  async function stopNamed(provider: string, id: string): Promise<void> {
    try {
      const answer = await gateway.stopGeneration(id);
      letGo(provider);
      dispatch({ type: "finished", provider, answer });
    } catch (error) {
      fail(provider, error);
    }
  }

  async function stop(provider: string): Promise<void> {
    const { running, id } = column(provider) ?? {};
    if (!running) return;
    dispatch({ type: "stopping", provider });
    if (id) await stopNamed(provider, id);
  }

  /** Shows the newest comparison as the gateway holds it, and follows what still runs. */
  async function find(): Promise<void> {
    const before = asked;
    const stored = await items.comparison.get();
    if (!stored) return;
    try {
      const known = await gateway.generations();
      // Somebody was faster than the look back.
      if (asked !== before) return;
      const answers = stored.runs.flatMap(({ id }) => known.find((answer) => answer.id === id) ?? []);
      dispatch({ type: "found", prompt: stored.prompt, answers, excluded: stored.excluded });
      for (const { id, provider, status } of answers) {
        if (status === "running") void run(provider, (signal) => gateway.followGeneration(id, signal));
      }
    } catch (error) {
      const refused = refusal(context, error);
      if (refused) store.dispatch({ type: "problem", error: refused });
    }
  }

  /** The session is over, and its answers with it. */
  function forget(): void {
    for (const provider of following.keys()) letGo(provider);
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
      await Promise.all(providers.map(({ id }) => generate(id, prompt)));
    },

    async askAgain(id) {
      const { prompt } = state.value;
      const provider = store.state.value.providers.find((one) => one.id === id);
      if (prompt === null || !provider) return;
      dispatch({ type: "asked-again", provider, at: Date.now() });
      await generate(id, prompt);
    },

    stop,

    async stopAll() {
      await Promise.all(state.value.columns.map(({ provider }) => stop(provider)));
    },

    async choose(provider, takesPart) {
      dispatch({ type: "chosen", provider, takesPart });
      await remember();
    },

    async continueWith(provider) {
      const { prompt } = state.value;
      const { answer } = column(provider) ?? {};
      if (prompt !== null && answer) await conversations.save(answeredConversation(prompt, answer));
    },

    watch() {
      items.session.watch((_, before) => {
        if (before !== undefined) forget();
      });
      const there = computed(() => !["opening", "gateway-away"].includes(store.state.value.view.name));
      effect(() => {
        if (there.value) void untracked(find);
      });
    },
  };
}
