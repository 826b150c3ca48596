import { beginGeneration, blankAnswer, errorOf } from "../answer/generation.ts";
import { answerBefore, answerOf } from "./answer-of.ts";
import { type Conversation, newestPart, newestTurn, shownVersion } from "./conversation.ts";
import type { View } from "./state.ts";

/** The view of a conversation's newest turn, before any event of a generation that runs in it. */
export function viewOf(conversation: Conversation): View {
  const version = shownVersion(newestTurn(conversation));
  const { ref, id, askedAt, answer: last } = newestPart(conversation);
  if (last === null) {
    const asked = { id: version.provider, model: version.model };
    const generation = beginGeneration(ref, blankAnswer(id ?? "", asked, askedAt), askedAt);
    return { name: "generating", generation, before: answerBefore(version) };
  }
  const answer = answerOf(version);
  const error = errorOf(last);
  if (answer === null || error === null) return { name: "answer", answer: answer ?? last };
  return { name: "error", error, answer: answer.text || answer.reasoning ? answer : null };
}
