import type { Generation, View } from "../../entrypoints/app/state.ts";
import { readError } from "../../shared/gateway/errors.ts";
import type { Answer, ErrorBody, GenerationEvent } from "../../shared/gateway/types.ts";
import { answerBefore, answerOf, blankAnswer } from "../conversation/answer-of.ts";
import { type Conversation, newestPart, newestTurn, shownVersion } from "../conversation/conversation.ts";

/** What the conversation's newest turn looks like, before any event of a generation that runs. */
export function viewOf(conversation: Conversation): View {
  const version = shownVersion(newestTurn(conversation));
  const part = newestPart(conversation);
  if (part.answer === null) {
    const generation: Generation = {
      ref: part.ref,
      before: answerBefore(version),
      answer: blankAnswer(part, version),
      startedAt: part.askedAt,
      retry: null,
      stopping: false,
    };
    return { name: "generating", generation };
  }
  const answer = answerOf(version);
  if (answer === null || part.answer.error === null) return { name: "answer", answer: answer ?? part.answer };
  const error = readError(part.answer.error);
  return { name: "error", error, answer: answer.text || answer.reasoning ? answer : null };
}

/** How a generation goes on with one event, which arrived `at` (milliseconds of the clock). */
export function grown(generation: Generation, event: GenerationEvent, at: number): Generation {
  const { answer } = generation;
  const withAnswer = (parts: Partial<Answer>): Generation => ({
    ...generation,
    answer: { ...answer, ...parts },
  });
  switch (event.type) {
    case "start":
      return withAnswer({ id: event.id, provider: event.provider, model: event.model });
    case "delta": {
      const text = answer.text + event.text;
      const reasoning = event.reasoning ? (answer.reasoning ?? "") + event.reasoning : answer.reasoning;
      return { ...withAnswer({ text, reasoning }), retry: null };
    }
    case "retry": {
      const { attempt, waitMs, code } = event;
      return { ...generation, retry: { attempt, waitMs, until: at + waitMs, code } };
    }
    case "notice":
      return withAnswer({ notices: [...answer.notices, event.notice] });
    case "done":
    case "error":
      return generation;
  }
}

/** What a generation leaves behind that broke off `at` (milliseconds of the clock): what arrived, and the error. */
export function failedAnswer({ answer }: Generation, error: ErrorBody, at: number): Answer {
  const timing = { first_token_ms: null, total_ms: at - Date.parse(answer.created_at) };
  return { ...answer, status: "failed", error, timing };
}
