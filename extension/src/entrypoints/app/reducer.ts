import type { GenerationStep } from "../../features/answer/generation.ts";
import { nextGeneration } from "../../features/answer/generation.ts";
import { recoveryAction } from "../../features/connection/recovery.ts";
import { isConnected } from "../../features/connection/state.ts";
import { type Conversation, runningPart, withPart } from "../../features/conversation/conversation.ts";
import type { View } from "../../features/conversation/state.ts";
import { viewOf } from "../../features/conversation/view.ts";
import { hasUsableKey } from "../../features/models/providers.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import type { Answer, ErrorBody, KeyInfo, Provider } from "../../shared/gateway/types.ts";
import type { FocusTarget } from "../../shared/ui/use-focus-requests.ts";
import { type Action, INITIAL_STATE, type State } from "./state.ts";

/** The view without a conversation. */
function restingView(providers: readonly Provider[]): View {
  return { name: hasUsableKey(providers) ? "ready" : "no-key" };
}

/** New keys change the view between "no-key" and "ready". An answer stays where it is. */
function withProviders(state: State, providers: Provider[]): State {
  const resting = state.view.name === "ready" || state.view.name === "no-key";
  return { ...state, providers, view: resting ? restingView(providers) : state.view };
}

/** Whether a new key solves the problem. */
function isSolvedByKeys(error: ErrorBody): boolean {
  return ["add_key", "remove_key", "sign_in"].includes(recoveryAction(error));
}

function loaded(state: State, providers: Provider[], conversation: Conversation | null): State {
  const arriving = !isConnected(state);
  const focus = hasUsableKey(providers) || state.draft ? "prompt" : "paste";
  // The gateway is there, so nothing needs to be said about starting it.
  const { start, unproven } = INITIAL_STATE;
  return shown({ ...state, providers, start, unproven, focus: arriving ? focus : state.focus }, conversation);
}

function shown(before: State, found: Conversation | null): State {
  // A conversation that is too large to be stored exists only in this page.
  const conversation = found ?? (before.unkept ? before.conversation : null);
  const isSame = conversation?.id === before.conversation?.id;
  const state = {
    ...before,
    providerChosen: isSame && before.providerChosen,
    unkept: isSame && before.unkept,
  };
  if (conversation === null) return { ...state, conversation, view: restingView(state.providers) };
  const { view } = state;
  const running = runningPart(conversation);
  // A generation that this page follows is newer here than in the storage.
  const followed = view.name === "generating" && view.generation.ref === running?.ref;
  return { ...state, conversation, view: followed ? view : viewOf(conversation) };
}

/** The running part is over, however it ended. */
function finished(state: State, answer: Answer): State {
  const { conversation, view } = state;
  if (!conversation || view.name !== "generating") return state;
  const { ref } = view.generation;
  const changed = withPart(conversation, (part) => part.ref === ref, { id: answer.id || null, answer });
  return { ...state, conversation: changed, view: viewOf(changed) };
}

function generationStep(state: State, step: GenerationStep, at: number): State {
  const { conversation, view } = state;
  if (!conversation || view.name !== "generating") return state;
  const generation = nextGeneration(view.generation, step, at);
  if (generation.phase === "over") return finished(state, generation.answer);
  const next: State = { ...state, view: { ...view, generation } };
  if (step.type !== "start") return next;
  return {
    ...next,
    conversation: withPart(conversation, ({ ref }) => ref === generation.ref, { id: step.id }),
  };
}

function isAmongKeys(target: FocusTarget | null): boolean {
  return target !== null && /^(keys|paste|remove|key:.*)$/.test(target);
}

const NO_KEY: KeyInfo = { state: "missing", masked: null, added_at: null, checked_at: null };

/** Without a session there are no keys and no answers. */
function withoutSession(state: State): State {
  const providers = state.providers.map((provider) =>
    provider.key.state === "not_needed" ? provider : { ...provider, key: NO_KEY },
  );
  return { ...INITIAL_STATE, providers, view: restingView(providers) };
}

/** What another program on the gateway's port leads to: no field for a key opens until the gateway itself answers. */
export function reduce(before: State, action: Action): State {
  const after = reduced(before, action);
  const answered = action.type === "loaded" || action.type === "gateway-away";
  return before.view.name === "gateway-unproven" && !answered ? { ...after, view: before.view } : after;
}

function reduced(state: State, action: Action): State {
  switch (action.type) {
    case "gateway-away":
      return { ...state, view: { name: "gateway-away" } };
    case "gateway-unproven":
      return { ...state, view: { name: "gateway-unproven" }, unproven: action.unproven };
    case "start-changed":
      return { ...state, start: action.start };
    case "loaded":
      return loaded(state, action.providers, action.conversation);
    case "conversation-shown":
      return shown(state, action.conversation);
    case "history-changed":
      return { ...state, history: action.history };
    case "history-toggled":
      return { ...state, historyOpen: action.open };
    case "providers-changed":
      return withProviders(state, action.providers);
    case "key-changed": {
      const providers = state.providers.map((provider) =>
        provider.id === action.provider ? { ...provider, key: action.key } : provider,
      );
      // A new key solves the problem that its absence caused.
      const solved = state.problem !== null && isSolvedByKeys(state.problem);
      return withProviders({ ...state, problem: solved ? null : state.problem }, providers);
    }
    case "provider-selected":
      return {
        ...state,
        problem: null,
        providerChosen: true,
        providers: state.providers.map((provider) => ({
          ...provider,
          selected: provider.id === action.provider,
        })),
      };
    case "draft-changed":
      return {
        ...state,
        draft: action.text,
        previousDraft: action.previous,
        draftFromSelection: action.fromSelection ?? false,
        draftCut: action.cut ?? false,
      };
    case "asked":
      return {
        ...shown(state, action.conversation),
        providerChosen: false,
        problem: null,
        historyOpen: false,
      };
    case "kept":
      return { ...state, unkept: !action.kept };
    case "generation-step":
      return generationStep(state, action.step, action.at);
    case "problem":
      // A problem is shown beside the prompt, not on an empty page.
      return {
        ...state,
        view: state.view.name === "opening" ? restingView(state.providers) : state.view,
        problem: action.error,
      };
    case "session-ended":
      return {
        ...withoutSession(state),
        draft: state.draft,
        draftFromSelection: state.draftFromSelection,
        previousDraft: state.previousDraft,
        draftCut: state.draftCut,
        sessionEnd: action.why,
        problem: errorBody({ code: "session_required", action: "sign_in" }),
      };
    case "session-read":
      return { ...state, sessionInfo: action.session };
    case "signed-out":
      return withoutSession(state);
    case "focus":
      // The history hides the keys.
      return {
        ...state,
        focus: action.target,
        historyOpen: state.historyOpen && !isAmongKeys(action.target),
      };
  }
}
