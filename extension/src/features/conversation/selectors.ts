import type { State } from "../../entrypoints/app/state.ts";
import type { Answer, ErrorBody, Provider } from "../../shared/gateway/types.ts";
import { joinAnswers, textOf } from "./answer-of.ts";
import { newestPart, newestTurn, shownVersion, turnsSentAlong } from "./conversation.ts";

export function isUsable(provider: Provider): boolean {
  return provider.key.state !== "missing" && provider.key.state !== "rejected";
}

export function hasUsableKey(providers: readonly Provider[]): boolean {
  return providers.some(isUsable);
}

export function selectedProvider(state: State): Provider | undefined {
  return state.providers.find(({ selected }) => selected) ?? state.providers[0];
}

export function providerName(state: State, id: string | null): string {
  return state.providers.find((provider) => provider.id === id)?.name ?? id ?? "";
}

/** The newest answer in sight, whole or in part. */
export function shownAnswer({ view }: State): Answer | null {
  if (view.name === "generating") return joinAnswers(view.generation.before, view.generation.answer);
  return view.name === "answer" || view.name === "error" ? view.answer : null;
}

/** When an answer broke off, in milliseconds of the clock; null where it did not, or nobody knows. */
export function failedAt(answer: Answer | null): number | null {
  if (!answer?.error) return null;
  return Date.parse(answer.created_at) + (answer.timing?.total_ms ?? 0);
}

/** When the newest answer in sight broke off. */
export function brokenOffAt({ conversation }: State): number | null {
  return failedAt(conversation && newestPart(conversation).answer);
}

/** At most one error is in sight: the latest. */
export function shownError({ view, problem }: State): ErrorBody | null {
  return problem ?? (view.name === "error" ? view.error : null);
}

/** The prompt behind the newest answer; null where there is none or it is not known. */
export function lastPrompt({ conversation }: State): string | null {
  return (conversation && newestTurn(conversation).prompt) || null;
}

/** Whether there is anything to follow up. */
export function canFollowUp({ conversation }: State): boolean {
  return conversation?.turns.some((turn) => turn.prompt !== "" && textOf(turn) !== "") ?? false;
}

/**
 * Whether the prompt is the place for the conversation's next question: it holds neither the last one nor a
 * selection from some page. Then Follow up is the foremost button, and what Ctrl-Enter does.
 */
export function asksOn(state: State): boolean {
  return canFollowUp(state) && !state.draftFromSelection && state.draft !== lastPrompt(state);
}

/** Whether what is too long may be all that was said before, not the question. */
export function conversationTooLong({ problem, conversation }: State, { code }: ErrorBody): boolean {
  return code === "context_too_long" && !problem && conversation !== null && turnsSentAlong(conversation) > 0;
}

/** Whether the newest answer was cut, and could go on from there. */
export function canContinue({ view, conversation }: State): boolean {
  if (view.name !== "answer" && view.name !== "error") return false;
  if (!conversation || newestTurn(conversation).prompt === "" || !view.answer?.text) return false;
  const { finish_reason: reason } = view.answer;
  return view.name === "error" || reason === "length" || reason === "stopped";
}

/** The provider that wrote the newest answer. */
export function answeringProvider({ conversation, providers }: State): Provider | undefined {
  const id = conversation && shownVersion(newestTurn(conversation)).provider;
  return providers.find((provider) => provider.id === id);
}
