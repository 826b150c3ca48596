import type { GenerateRequest, Message } from "../../shared/gateway/types.ts";
import { answerBefore, textOf } from "./answer-of.ts";
import { type Conversation, newestTurn, shownVersion, type Turn } from "./conversation.ts";
import { lastWords } from "./seam.ts";

/** Not shown to the person, so it is in no locale. It asks for the language of the answer. */
function askToGoOn(text: string): string {
  return (
    "Your answer was cut off. Go on exactly where it stopped, in the same language and format; do not " +
    "begin anew and do not comment on this. So that both parts can be joined without a gap, start with " +
    `its last words exactly as they stand here, and repeat nothing else:\n\n${lastWords(text)}`
  );
}

/** A turn without an answer, or whose prompt is not known, is no part of the conversation. */
function isComplete(turn: Turn): boolean {
  return turn.prompt.trim() !== "" && textOf(turn).trim() !== "";
}

function exchange(turn: Turn): Message[] {
  return [
    { role: "user", content: turn.prompt },
    { role: "assistant", content: textOf(turn) },
  ];
}

/** The request for the newest part of a conversation, with the earlier turns that belong to it. */
export function requestFor(conversation: Conversation): GenerateRequest {
  const turn = newestTurn(conversation);
  const version = shownVersion(turn);
  const { provider } = version;
  const earlier = conversation.turns.slice(turn.leftOut, -1).filter(isComplete).flatMap(exchange);
  const cut = answerBefore(version)?.text;
  if (earlier.length === 0 && !cut) return { prompt: turn.prompt, provider };

  const messages: Message[] = [...earlier, { role: "user", content: turn.prompt }];
  // The last message is the user's: some models do not accept an assistant message to continue.
  if (cut) {
    messages.push({ role: "assistant", content: cut }, { role: "user", content: askToGoOn(cut) });
  }
  return { messages, provider };
}
