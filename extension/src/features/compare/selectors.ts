import type { Answer, Provider } from "../../shared/gateway/types.ts";
import { isUsable } from "../models/providers.ts";
import type { CompareState } from "./state.ts";

/** The providers that the next prompt goes to. */
export function participants(state: CompareState, providers: readonly Provider[]): Provider[] {
  return providers.filter((provider) => isUsable(provider) && !state.excluded.includes(provider.id));
}

export function isRunning({ columns }: CompareState): boolean {
  return columns.some(({ phase }) => phase !== "over");
}

/** The best provider at something, and its value. */
export interface Best {
  provider: string;
  value: number;
}

export interface Verdict {
  /** Milliseconds. */
  fastest: Best | null;
  /** Dollars. */
  cheapest: Best | null;
}

/** The smallest value; null where there is nothing to compare, or two are equal. */
function least(candidates: readonly Best[]): Best | null {
  const [first, second] = candidates.toSorted((one, other) => one.value - other.value);
  return first && second && first.value < second.value ? first : null;
}

/** Compares the answers that are complete. A stopped or broken one is quicker and cheaper for being shorter. */
export function verdict({ columns }: CompareState): Verdict {
  const answers = columns.flatMap(({ answer }) => (answer.status === "done" ? [answer] : []));
  const measured = (measure: (answer: Answer) => number | null) =>
    answers.flatMap((answer) => {
      const value = measure(answer);
      return value === null ? [] : [{ provider: answer.provider, value }];
    });
  return {
    fastest: least(measured((answer) => answer.timing.total_ms)),
    cheapest: least(measured((answer) => answer.cost_usd)),
  };
}
