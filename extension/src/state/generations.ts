import { errorBody, GatewayAway, GatewayError } from "../gateway/errors.ts";
import type { ErrorBody, GenerationEvent } from "../gateway/types.ts";
import type { Context } from "./context.ts";
import { selectedProvider } from "./selectors.ts";

export interface GenerationActions {
  generate(prompt: string): Promise<void>;
  regenerate(): Promise<void>;
  follow(id: string): Promise<void>;
  stop(): Promise<void>;
  /** Stops listening; the generation itself goes on. */
  letGo(): void;
}

/** Pieces are shown together at this pace: a fast stream must not keep the page busy. */
const PIECES_EVERY_MS = 40;

export function createGenerations(
  context: Context,
  onKeyRejected: (provider: string) => void,
): GenerationActions {
  const { gateway, store, items } = context;
  const { dispatch, state } = store;
  let following = new AbortController();
  let followedId: string | null = null;

  function show(event: GenerationEvent): void {
    dispatch({ type: "generation-event", event, at: Date.now() });
  }

  function onStart(id: string): void {
    followedId = id;
    const { view, prompt } = state.value;
    if (prompt !== null) void items.generation.set({ id, prompt });
    // Stop was pressed before the generation had a name.
    if (view.name === "generating" && view.generation.stopping) void stopNamed(id);
  }

  /** The key was good when it came; its state in the list is to tell the truth as well. */
  function onFailure({ code, provider }: ErrorBody): void {
    if (code === "key_rejected" && provider !== null) onKeyRejected(provider);
  }

  async function pump(events: AsyncIterable<GenerationEvent>, signal: AbortSignal): Promise<void> {
    let pieces = { text: "", reasoning: "" };
    let timer: ReturnType<typeof setTimeout> | undefined;
    const flush = () => {
      clearTimeout(timer);
      timer = undefined;
      if (signal.aborted || !(pieces.text || pieces.reasoning)) return;
      show({ type: "delta", ...pieces });
      pieces = { text: "", reasoning: "" };
    };
    try {
      for await (const event of events) {
        if (event.type === "delta") {
          pieces = { text: pieces.text + event.text, reasoning: pieces.reasoning + event.reasoning };
          timer ??= setTimeout(flush, PIECES_EVERY_MS);
          continue;
        }
        flush();
        show(event);
        if (event.type === "start") onStart(event.id);
        if (event.type === "error") onFailure(event.error);
      }
    } finally {
      flush();
    }
  }

  async function run(open: (signal: AbortSignal) => AsyncIterable<GenerationEvent>): Promise<void> {
    following.abort();
    following = new AbortController();
    const { signal } = following;
    try {
      await pump(open(signal), signal);
    } catch (error) {
      if (signal.aborted) return;
      if (error instanceof GatewayError) dispatch({ type: "failed", error: error.body });
      else if (error instanceof GatewayAway) dispatch({ type: "gateway-away" });
      else throw error;
    } finally {
      if (following.signal === signal) followedId = null;
    }
  }

  async function generate(prompt: string): Promise<void> {
    const provider = selectedProvider(state.value);
    if (!provider) return;
    if (prompt.trim() === "") {
      dispatch({ type: "focus", target: "prompt" });
      return;
    }
    if (provider.key.state === "missing") {
      // Said here, before anything is sent.
      const error = errorBody({ code: "missing_key", action: "add_key", provider: provider.id });
      dispatch({ type: "problem", error });
      return;
    }
    dispatch({ type: "generation-asked", prompt, at: Date.now() });
    await run((signal) => gateway.generate({ prompt, provider: provider.id }, signal));
  }

  async function stopNamed(id: string): Promise<void> {
    try {
      const answer = await gateway.stopGeneration(id);
      following.abort();
      dispatch({ type: "generation-finished", answer });
    } catch (error) {
      if (error instanceof GatewayError) dispatch({ type: "failed", error: error.body });
      else if (error instanceof GatewayAway) dispatch({ type: "gateway-away" });
      else throw error;
    }
  }

  return {
    generate,

    async regenerate() {
      const started = generate(state.value.prompt ?? state.value.draft);
      // The button that was pressed is gone: the keyboard goes to the one in its place.
      dispatch({ type: "focus", target: "stop" });
      await started;
    },

    async follow(id) {
      if (id === followedId) return;
      followedId = id;
      await run((signal) => gateway.followGeneration(id, signal));
    },

    async stop() {
      const { view } = state.value;
      if (view.name !== "generating") return;
      dispatch({ type: "generation-stopping" });
      dispatch({ type: "focus", target: "prompt" });
      if (view.generation.answer.id) await stopNamed(view.generation.answer.id);
    },

    letGo() {
      following.abort();
      followedId = null;
    },
  };
}
