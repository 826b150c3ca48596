import { failedAnswer, grown, viewOf } from "../../features/answer/generation.ts";
import { mendingAction } from "../../features/connection/recovery.ts";
import { type Conversation, runningPart, withPart } from "../../features/conversation/conversation.ts";
import { hasUsableKey } from "../../features/conversation/selectors.ts";
import type { History } from "../../features/conversation/summary.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import type {
  Answer,
  ErrorBody,
  GenerationEvent,
  KeyInfo,
  Provider,
  SessionInfo,
} from "../../shared/gateway/types.ts";
import {
  type FocusTarget,
  INITIAL_STATE,
  type SessionEnd,
  type Start,
  type State,
  type View,
} from "./state.ts";

export type Action =
  | { type: "gateway-away" }
  | { type: "start-changed"; start: Start }
  | { type: "loaded"; providers: Provider[]; conversation: Conversation | null }
  | { type: "conversation-shown"; conversation: Conversation | null }
  | { type: "history-changed"; history: History }
  | { type: "history-toggled"; open: boolean }
  | { type: "providers-changed"; providers: Provider[] }
  | { type: "key-changed"; provider: string; key: KeyInfo }
  | { type: "provider-selected"; provider: string }
  | { type: "draft-changed"; text: string; previous: string | null; fromSelection?: boolean; cut?: boolean }
  | { type: "asked"; conversation: Conversation }
  | { type: "kept"; kept: boolean }
  | { type: "generation-event"; event: GenerationEvent; at: number }
  | { type: "generation-stopping" }
  | { type: "generation-finished"; answer: Answer }
  | { type: "failed"; error: ErrorBody; at: number }
  | { type: "problem"; error: ErrorBody | null }
  | { type: "session-ended"; why: SessionEnd }
  | { type: "session-heard"; session: SessionInfo }
  | { type: "signed-out" }
  | { type: "focus"; target: FocusTarget | null };

/** Where a person is who has no generation in sight. */
function restingView(providers: readonly Provider[]): View {
  return { name: hasUsableKey(providers) ? "ready" : "no-key" };
}

/** A change of keys moves between "no key yet" and "ready", and leaves an answer where it is. */
function withProviders(state: State, providers: Provider[]): State {
  const resting = state.view.name === "ready" || state.view.name === "no-key";
  return { ...state, providers, view: resting ? restingView(providers) : state.view };
}

/** Whether a change of keys would mend it. */
function isMendedByKeys(error: ErrorBody): boolean {
  return ["add_key", "remove_key", "sign_in"].includes(mendingAction(error));
}

function loaded(state: State, providers: Provider[], conversation: Conversation | null): State {
  const arriving = state.view.name === "opening" || state.view.name === "gateway-away";
  const focus = hasUsableKey(providers) || state.draft ? "prompt" : "paste";
  // Whatever came of a click on Start, the gateway is there.
  const { start } = INITIAL_STATE;
  return shown({ ...state, providers, start, focus: arriving ? focus : state.focus }, conversation);
}

function shown(before: State, found: Conversation | null): State {
  // One that is too large to be kept is nowhere to be found but here.
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
  // What is being followed is known better than it could be told anew.
  const followed = view.name === "generating" && view.generation.ref === running?.ref;
  return { ...state, conversation, view: followed ? view : viewOf(conversation) };
}

/** The part that ran is over, however it ended. */
function finished(state: State, answer: Answer): State {
  const { conversation, view } = state;
  if (!conversation || view.name !== "generating") return state;
  const { ref } = view.generation;
  const changed = withPart(conversation, (part) => part.ref === ref, { id: answer.id || null, answer });
  return { ...state, conversation: changed, view: viewOf(changed) };
}

function generationEvent(state: State, event: GenerationEvent, at: number): State {
  const { conversation, view } = state;
  if (!conversation || view.name !== "generating") return state;
  if (event.type === "done") return finished(state, event.answer);
  if (event.type === "error") return finished(state, failedAnswer(view.generation, event.error, at));
  const generation = grown(view.generation, event, at);
  const next: State = { ...state, view: { name: "generating", generation } };
  if (event.type !== "start") return next;
  return {
    ...next,
    conversation: withPart(conversation, ({ ref }) => ref === generation.ref, { id: event.id }),
  };
}

function isAmongKeys(target: FocusTarget | null): boolean {
  return target !== null && /^(keys|paste|remove|key:.*)$/.test(target);
}

const NO_KEY: KeyInfo = { state: "missing", masked: null, added_at: null, checked_at: null };

/** The session is over: no key, no answer. */
function withoutSession(state: State): State {
  const providers = state.providers.map((provider) =>
    provider.key.state === "not_needed" ? provider : { ...provider, key: NO_KEY },
  );
  return { ...INITIAL_STATE, providers, view: restingView(providers) };
}

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "gateway-away":
      return { ...state, view: { name: "gateway-away" } };
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
      // A key that came in mends what the lack of it caused.
      const mended = state.problem !== null && isMendedByKeys(state.problem);
      return withProviders({ ...state, problem: mended ? null : state.problem }, providers);
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
    case "generation-event":
      return generationEvent(state, action.event, action.at);
    case "generation-stopping":
      return state.view.name === "generating"
        ? { ...state, view: { ...state.view, generation: { ...state.view.generation, stopping: true } } }
        : state;
    case "generation-finished":
      return finished(state, action.answer);
    case "failed":
      return state.view.name === "generating"
        ? finished(state, failedAnswer(state.view.generation, action.error, action.at))
        : state;
    case "problem":
      // It is told beside the prompt, not on an empty page.
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
    case "session-heard":
      return { ...state, sessionInfo: action.session };
    case "signed-out":
      return withoutSession(state);
    case "focus":
      // The history stands in the place of the keys.
      return {
        ...state,
        focus: action.target,
        historyOpen: state.historyOpen && !isAmongKeys(action.target),
      };
  }
}
