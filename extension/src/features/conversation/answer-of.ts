import type { Answer, Notice } from "../../shared/gateway/types.ts";
import { shownVersion, type Turn, type Version } from "./conversation.ts";
import { join } from "./seam.ts";

/** The sum where both are known. One of them alone would look like the total. */
function sum(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

function united(notices: readonly Notice[]): Notice[] {
  return [...new Map(notices.map((notice) => [notice.message, notice])).values()];
}

/** Joins an answer that was cut and the part that continues it. */
export function joinAnswers(before: Answer | null, part: Answer): Answer {
  if (before === null) return part;
  return {
    ...part,
    text: join(before.text, part.text, part.status !== "running"),
    reasoning: [before.reasoning, part.reasoning].filter(Boolean).join("\n\n") || null,
    usage: before.usage &&
      part.usage && {
        input_tokens: before.usage.input_tokens + part.usage.input_tokens,
        output_tokens: before.usage.output_tokens + part.usage.output_tokens,
        total_tokens: before.usage.total_tokens + part.usage.total_tokens,
      },
    cost_usd: sum(before.cost_usd, part.cost_usd),
    timing: {
      first_token_ms: before.timing.first_token_ms,
      total_ms: before.timing.total_ms + part.timing.total_ms,
    },
    notices: united([...before.notices, ...part.notices]),
  };
}

function joined(answers: readonly (Answer | null)[]): Answer | null {
  return answers.reduce<Answer | null>((before, part) => (part ? joinAnswers(before, part) : before), null);
}

/** The finished parts of a version as one answer; null while there is none. */
export function answerOf(version: Version): Answer | null {
  return joined(version.parts.map(({ answer }) => answer));
}

/** The parts before the version's newest one, as one answer. */
export function answerBefore(version: Version): Answer | null {
  return joined(version.parts.slice(0, -1).map(({ answer }) => answer));
}

/** The text of a turn's answer so far. */
export function textOf(turn: Turn): string {
  return answerOf(shownVersion(turn))?.text ?? "";
}
