import { errorBody, readError } from "../gateway/errors.ts";
import type { Answer, ErrorBody, GenerationEvent, KeyInfo, Provider, SessionInfo } from "../gateway/types.ts";
import type { FieldPrompt } from "../storage/session-storage.ts";
import { blankAnswer, finishedView, followedGeneration, generationOf, reduceEvent } from "./generation.ts";
import { hasUsableKey, selectedProvider, shownAnswer } from "./selectors.ts";
import { type FocusTarget, INITIAL_STATE, type SessionEnd, type State, type View } from "./state.ts";

export type Action =
  | { type: "gateway-away" }
  | { type: "loaded"; providers: Provider[]; newest: Answer | null; prompt: string | null }
  | { type: "providers-changed"; providers: Provider[] }
  | { type: "key-changed"; provider: string; key: KeyInfo }
  | { type: "provider-selected"; provider: string }
  | { type: "draft-changed"; text: string; previous: string | null; cut?: boolean }
  | { type: "field-prompts"; fieldPrompts: FieldPrompt[] }
  | { type: "generation-asked"; prompt: string; at: number }
  | { type: "generation-event"; event: GenerationEvent; at: number }
  | { type: "generation-stopping" }
  | { type: "generation-finished"; answer: Answer }
  | { type: "failed"; error: ErrorBody }
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
  return error.action === "add_key" || error.action === "remove_key" || error.action === "sign_in";
}

function loaded(state: State, action: Extract<Action, { type: "loaded" }>): State {
  const { providers, newest, prompt } = action;
  const usable = hasUsableKey(providers);
  const arriving = state.view.name === "opening" || state.view.name === "gateway-away";
  const next: State = {
    ...state,
    providers,
    prompt,
    focus: arriving ? (usable || state.draft ? "prompt" : "paste") : state.focus,
  };
  if (newest === null) return { ...next, view: restingView(providers) };
  if (newest.status !== "running") {
    return { ...next, view: finishedView({ ...newest, error: newest.error && readError(newest.error) }) };
  }
  return { ...next, view: { name: "generating", generation: followedGeneration(newest) } };
}

function generationAsked(state: State, prompt: string, at: number): State {
  const provider = selectedProvider(state);
  if (!provider) return state;
  return {
    ...state,
    prompt,
    problem: null,
    view: { name: "generating", generation: generationOf(blankAnswer(provider, at), at) },
  };
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
    case "loaded":
      return loaded(state, action);
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
        providers: state.providers.map((provider) => ({
          ...provider,
          selected: provider.id === action.provider,
        })),
      };
    case "draft-changed":
      return { ...state, draft: action.text, previousDraft: action.previous, draftCut: action.cut ?? false };
    case "field-prompts":
      return { ...state, fieldPrompts: action.fieldPrompts };
    case "generation-asked":
      return generationAsked(state, action.prompt, action.at);
    case "generation-event":
      return state.view.name === "generating"
        ? { ...state, view: reduceEvent(state.view.generation, action.event, action.at) }
        : state;
    case "generation-stopping":
      return state.view.name === "generating"
        ? { ...state, view: { ...state.view, generation: { ...state.view.generation, stopping: true } } }
        : state;
    case "generation-finished":
      return { ...state, view: finishedView(action.answer) };
    case "failed": {
      const answer = shownAnswer(state);
      const kept = answer && (answer.text || answer.reasoning) ? answer : null;
      return { ...state, view: { name: "error", error: action.error, answer: kept } };
    }
    case "problem":
      return { ...state, problem: action.error };
    case "session-ended":
      return {
        ...withoutSession(state),
        draft: state.draft,
        previousDraft: state.previousDraft,
        draftCut: state.draftCut,
        fieldPrompts: state.fieldPrompts,
        sessionEnd: action.why,
        problem: errorBody({ code: "session_required", action: "sign_in" }),
      };
    case "session-heard":
      return { ...state, sessionInfo: action.session };
    case "signed-out":
      return withoutSession(state);
    case "focus":
      return { ...state, focus: action.target };
  }
}
