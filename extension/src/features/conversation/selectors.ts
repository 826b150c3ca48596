import type { Answer, ErrorBody, Provider } from "../../shared/gateway/types.ts";
import { failedAt } from "../answer/generation.ts";
import { joinAnswers, textOf } from "./answer-of.ts";
import { newestPart, newestTurn, shownVersion, turnsSentAlong } from "./conversation.ts";
import type { ConversationState } from "./state.ts";

/** The newest answer that is shown, whole or in part. */
export function shownAnswer({ view }: ConversationState): Answer | null {
  if (view.name === "generating") return joinAnswers(view.before, view.generation.answer);
  return view.name === "answer" || view.name === "error" ? view.answer : null;
}

/** When the newest answer that is shown broke off. */
export function brokenOffAt({ conversation }: ConversationState): number | null {
  return failedAt(conversation && newestPart(conversation).answer);
}

/** One error is shown at most: the latest. */
export function shownError({ view, problem }: ConversationState): ErrorBody | null {
  return problem ?? (view.name === "error" ? view.error : null);
}

/** The prompt of the newest turn; null where there is none or it is not known. */
export function lastPrompt({ conversation }: ConversationState): string | null {
  return (conversation && newestTurn(conversation).prompt) || null;
}

/** Whether there is an answer that a question could follow up. */
export function canFollowUp({ conversation }: ConversationState): boolean {
  return conversation?.turns.some((turn) => turn.prompt !== "" && textOf(turn) !== "") ?? false;
}

/** Whether a prompt that is too long may be so because of the earlier turns that go along with it. */
export function conversationTooLong(
  { problem, conversation }: ConversationState,
  { code }: ErrorBody,
): boolean {
  return code === "context_too_long" && !problem && conversation !== null && turnsSentAlong(conversation) > 0;
}

/** Whether the newest answer was cut, and can be continued. */
export function canContinue({ view, conversation }: ConversationState): boolean {
  if (view.name !== "answer" && view.name !== "error") return false;
  if (!conversation || newestTurn(conversation).prompt === "" || !view.answer?.text) return false;
  const { finish_reason: reason } = view.answer;
  return view.name === "error" || reason === "length" || reason === "stopped";
}

/** The provider that wrote the newest answer. */
export function answeringProvider({ conversation, providers }: ConversationState): Provider | undefined {
  const id = conversation && shownVersion(newestTurn(conversation)).provider;
  return providers.find((provider) => provider.id === id);
}
