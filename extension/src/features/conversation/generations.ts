import type { Context } from "../../entrypoints/app/context.ts";
import { errorBody, GatewayAway, GatewayError } from "../../shared/gateway/errors.ts";
import type { ErrorBody, GenerationEvent, Provider } from "../../shared/gateway/types.ts";
import type { Field } from "../page/fields.ts";
import {
  beginConversation,
  type Conversation,
  continued,
  followedUp,
  goesOn,
  newestPart,
  newestTurn,
  regenerated,
  runningPart,
  withField,
  withOlderTurnsLeftOut,
  withPart,
} from "./conversation.ts";
import { requestFor } from "./request.ts";
import { answeringProvider, canFollowUp, selectedProvider } from "./selectors.ts";

export interface GenerationActions {
  /** Begins a new conversation, perhaps about what stands in a field of some page. */
  generate(prompt: string, field?: Field | null): Promise<void>;
  /** Continues the conversation in sight; with `field`, as in `generate`, it is about that from here on. */
  followUp(prompt: string, field?: Field | null): Promise<void>;
  /** Asks the newest prompt again: the chosen provider, or the one of that id. */
  regenerate(provider?: string): Promise<void>;
  /** Tries again what failed, where it failed: at that provider, unless the person has chosen another since. */
  retry(): Promise<void>;
  /** The same, with fewer of the earlier turns. */
  leaveOutOlderTurns(): Promise<void>;
  /** Lets a cut answer go on from where it stopped. */
  goOn(): Promise<void>;
  stop(): Promise<void>;
  /** Follows what runs in the conversation in sight, unless it does already. */
  followRunning(): Promise<void>;
  /** Stops listening; the generation itself goes on. */
  letGo(): void;
}

export interface GenerationEffects {
  onKeyRejected(provider: string): void;
  /** The gateway has taken this prompt, and it stands in the conversation. */
  onFollowedUp(prompt: string): void;
}

export function createGenerations(context: Context, effects: GenerationEffects): GenerationActions {
  const { gateway, store, conversations } = context;
  const { dispatch, state } = store;
  /** The part that is listened to, and what ends the listening. */
  let followed: { ref: string; controller: AbortController } | null = null;

  /** The conversation is remembered as it stands, for whoever opens next. */
  function remember(): void {
    const { conversation } = state.value;
    if (!conversation) return;
    const { ref, id, answer } = newestPart(conversation);
    const remembering = answer
      ? conversations.settle(conversation.id, ref, answer, context.isSeen())
      : conversations.change(conversation.id, (stored) =>
          withPart(stored, (part) => part.ref === ref, { id }),
        );
    void remembering.then((kept) => {
      // One that has grown too large stays in sight, like one that was from the start.
      if (!kept && state.value.conversation?.id === conversation.id) dispatch({ type: "kept", kept });
    });
  }

  function show(event: GenerationEvent): void {
    dispatch({ type: "generation-event", event, at: Date.now() });
    if (event.type === "start") onStart(event.id);
    if (event.type === "done" || event.type === "error") remember();
    if (event.type === "error") onFailure(event.error);
  }

  function onStart(id: string): void {
    remember();
    const { view } = state.value;
    // Stop was pressed before the generation had a name.
    if (view.name === "generating" && view.generation.stopping) void stopNamed(view.generation.ref, id);
  }

  /** The key was good when it came; its state in the list is to tell the truth as well. */
  function onFailure({ code, provider }: ErrorBody): void {
    if (code === "key_rejected" && provider !== null) effects.onKeyRejected(provider);
  }

  function fail(error: unknown): void {
    if (error instanceof GatewayAway) dispatch({ type: "gateway-away" });
    else if (error instanceof GatewayError) {
      dispatch({ type: "failed", error: error.body, at: Date.now() });
      remember();
    } else throw error;
  }

  async function listen(
    ref: string,
    open: (signal: AbortSignal) => AsyncIterable<GenerationEvent>,
    onTaken = () => {},
  ): Promise<void> {
    letGo();
    const controller = new AbortController();
    const { signal } = controller;
    followed = { ref, controller };
    try {
      for await (const event of open(signal)) {
        show(event);
        if (event.type === "start") onTaken();
      }
    } catch (error) {
      if (!signal.aborted) fail(error);
    } finally {
      // Meanwhile somebody else may listen, be it to the same part.
      if (followed?.controller === controller) followed = null;
    }
  }

  function letGo(): void {
    followed?.controller.abort();
    followed = null;
  }

  async function ask(conversation: Conversation, onTaken?: () => void): Promise<void> {
    const request = requestFor(conversation);
    dispatch({ type: "asked", conversation });
    void conversations.save(conversation).then((kept) => {
      if (state.value.conversation?.id === conversation.id) dispatch({ type: "kept", kept });
    });
    await listen(newestPart(conversation).ref, (signal) => gateway.generate(request, signal), onTaken);
  }

  /** Says before anything is sent that the prompt or the key is missing. */
  function isReady(prompt: string, provider: Provider): boolean {
    if (prompt.trim() === "") {
      dispatch({ type: "focus", target: "prompt" });
      return false;
    }
    if (provider.key.state === "missing") {
      // It tells more that the session has ended, and how to go on, than that a key is missing.
      if (state.value.problem?.code === "session_required") {
        dispatch({ type: "focus", target: "paste" });
        return false;
      }
      const error = errorBody({ code: "missing_key", action: "add_key", provider: provider.id });
      dispatch({ type: "problem", error });
      return false;
    }
    return true;
  }

  async function generate(prompt: string, field: Field | null = null): Promise<void> {
    const provider = selectedProvider(state.value);
    if (!provider || !isReady(prompt, provider)) return;
    await ask(beginConversation(prompt, provider, Date.now(), field));
  }

  async function askAgain(
    change: (conversation: Conversation, provider: Provider) => Conversation,
    provider: Provider | undefined,
  ): Promise<void> {
    const { conversation, draft } = state.value;
    if (!conversation || newestTurn(conversation).prompt === "") return await generate(draft);
    if (!provider || !isReady(newestTurn(conversation).prompt, provider)) return;
    const asking = ask(change(conversation, provider));
    // The button that was pressed is gone: the keyboard goes to the one in its place.
    dispatch({ type: "focus", target: "stop" });
    await asking;
  }

  async function regenerate(provider: Provider | undefined): Promise<void> {
    await askAgain((conversation, asked) => regenerated(conversation, asked, Date.now()), provider);
  }

  async function goOn(): Promise<void> {
    await askAgain((conversation) => continued(conversation, Date.now()), answeringProvider(state.value));
  }

  async function stopNamed(ref: string, id: string): Promise<void> {
    // Before the gateway has answered, the person may look at another conversation, in which another part runs.
    const isInSight = () => {
      const { view } = state.value;
      return view.name === "generating" && view.generation.ref === ref;
    };
    try {
      const answer = await gateway.stopGeneration(id);
      if (followed?.ref === ref) letGo();
      if (!isInSight()) return;
      dispatch({ type: "generation-finished", answer });
      remember();
    } catch (error) {
      if (isInSight() || !(error instanceof GatewayError)) fail(error);
    }
  }

  return {
    generate,

    async followUp(prompt, field) {
      const provider = selectedProvider(state.value);
      const { conversation } = state.value;
      if (!conversation || !canFollowUp(state.value)) return await generate(prompt, field);
      if (!provider || !isReady(prompt, provider)) return;
      const asked = followedUp(conversation, prompt, provider, Date.now());
      await ask(field === undefined ? asked : withField(asked, field), () => effects.onFollowedUp(prompt));
    },

    async regenerate(id) {
      const { providers } = state.value;
      await regenerate(
        id === undefined ? selectedProvider(state.value) : providers.find((one) => one.id === id),
      );
    },

    async retry() {
      const { conversation, providerChosen } = state.value;
      const chosen = selectedProvider(state.value);
      if (providerChosen) await regenerate(chosen);
      else if (conversation && goesOn(conversation)) await goOn();
      else await regenerate(answeringProvider(state.value) ?? chosen);
    },

    async leaveOutOlderTurns() {
      const shorter = (conversation: Conversation, provider: Provider) =>
        regenerated(withOlderTurnsLeftOut(conversation), provider, Date.now());
      await askAgain(shorter, selectedProvider(state.value));
    },

    goOn,

    async followRunning() {
      const { conversation } = state.value;
      const running = conversation && runningPart(conversation);
      if (!running || running.id === null || running.ref === followed?.ref) return;
      const { id } = running;
      await listen(running.ref, (signal) => gateway.followGeneration(id, signal));
    },

    async stop() {
      const { view } = state.value;
      if (view.name !== "generating") return;
      dispatch({ type: "generation-stopping" });
      dispatch({ type: "focus", target: "prompt" });
      const { ref, answer } = view.generation;
      if (answer.id) await stopNamed(ref, answer.id);
    },

    letGo,
  };
}
