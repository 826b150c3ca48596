import type { Gateway } from "../../shared/gateway/client.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import type { Provider } from "../../shared/gateway/types.ts";
import type { Store } from "../../shared/ui/store.ts";
import { createGenerationRunner } from "../answer/generation-runner.ts";
import { selectedProvider } from "../models/providers.ts";
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
import type { ConversationStore } from "./conversation-store.ts";
import { requestFor } from "./request.ts";
import { answeringProvider, canFollowUp } from "./selectors.ts";
import type { ConversationAction, ConversationState } from "./state.ts";

export interface GenerationActions {
  /** Begins a new conversation; `field` is the editable field on a page that the prompt is about. */
  generate(prompt: string, field?: Field | null): Promise<void>;
  /** Continues the conversation that is shown. With `field`, it is about that field from now on. */
  followUp(prompt: string, field?: Field | null): Promise<void>;
  /** Sends the newest prompt again, to the selected provider or to the given one. */
  regenerate(provider?: string): Promise<void>;
  /** Retries what failed: at the same provider, unless the person has chosen another one since. */
  retry(): Promise<void>;
  /** The same, with fewer of the earlier turns. */
  leaveOutOlderTurns(): Promise<void>;
  /** Continues an answer that was cut. */
  goOn(): Promise<void>;
  stop(): Promise<void>;
  /** Follows what runs in the conversation that is shown, unless it is followed already. */
  followRunning(): Promise<void>;
  /** Stops listening; the generation itself goes on. */
  unfollow(): void;
}

export interface GenerationEffects {
  onKeyRejected(provider: string): void;
  /** The gateway has accepted this prompt, which is part of the conversation now. */
  onFollowedUp(prompt: string): void;
}

interface GenerationsContext {
  gateway: Pick<Gateway, "generate" | "followGeneration" | "stopGeneration">;
  store: Store<ConversationState, ConversationAction>;
  conversations: ConversationStore;
  isSeen(): boolean;
}

/** The generations of the conversation that is shown: one runs at a time. */
export function createGenerations(
  context: GenerationsContext,
  effects: GenerationEffects,
): GenerationActions {
  const { gateway, store, conversations } = context;
  const { dispatch, state } = store;

  const runner = createGenerationRunner(gateway, {
    find(ref) {
      const { view } = state.value;
      return view.name === "generating" && view.generation.ref === ref ? view.generation : undefined;
    },
    step(_, step) {
      dispatch({ type: "generation-step", step, at: Date.now() });
      if (step.type === "start" || step.type === "done" || step.type === "error") remember();
    },
    onKeyRejected: effects.onKeyRejected,
    onGatewayLost: dispatch,
  });

  /** Stores the newest part, for pages that open later. */
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
      // It may have grown too large to be stored. This page goes on showing it.
      if (!kept && state.value.conversation?.id === conversation.id) dispatch({ type: "kept", kept });
    });
  }

  async function ask(conversation: Conversation, onTaken?: () => void): Promise<void> {
    const request = requestFor(conversation);
    dispatch({ type: "asked", conversation });
    void conversations.save(conversation).then((kept) => {
      if (state.value.conversation?.id === conversation.id) dispatch({ type: "kept", kept });
    });
    runner.unfollow();
    await runner.start(newestPart(conversation).ref, request, onTaken);
  }

  /** Tells the person, before anything is sent, that the prompt or the key is missing. */
  function isReady(prompt: string, provider: Provider): boolean {
    if (prompt.trim() === "") {
      dispatch({ type: "focus", target: "prompt" });
      return false;
    }
    if (provider.key.state === "missing") {
      // That the session has ended explains more than that a key is missing.
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
    // The button that was pressed is gone. The focus goes to the one in its place.
    dispatch({ type: "focus", target: "stop" });
    await asking;
  }

  async function regenerate(provider: Provider | undefined): Promise<void> {
    await askAgain((conversation, asked) => regenerated(conversation, asked, Date.now()), provider);
  }

  async function goOn(): Promise<void> {
    await askAgain((conversation) => continued(conversation, Date.now()), answeringProvider(state.value));
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
      if (!running || running.id === null || runner.isFollowing(running.ref)) return;
      runner.unfollow();
      await runner.follow(running.ref, running.id);
    },

    async stop() {
      const { view } = state.value;
      if (view.name !== "generating") return;
      const stopping = runner.stop(view.generation.ref);
      dispatch({ type: "focus", target: "prompt" });
      await stopping;
    },

    unfollow: () => runner.unfollow(),
  };
}
