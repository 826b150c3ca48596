import { strings } from "../../shared/locales/index.ts";
import { useComparePage } from "./compare-context.ts";
import { isRunning, verdict } from "./selectors.ts";
import type { CompareState } from "./state.ts";

function verdictSentences(state: CompareState, nameOf: (provider: string) => string): string[] {
  const { fastest, cheapest } = verdict(state);
  if (fastest && fastest.provider === cheapest?.provider) {
    return [strings.compare.fastestAndCheapest(nameOf(fastest.provider), fastest.value, cheapest.value)];
  }
  return [
    fastest && strings.compare.fastest(nameOf(fastest.provider), fastest.value),
    cheapest && strings.compare.cheapest(nameOf(cheapest.provider), cheapest.value),
  ].filter((sentence) => sentence !== null);
}

function summary(state: CompareState, nameOf: (provider: string) => string): string {
  const { columns } = state;
  if (isRunning(state)) return strings.compare.asked(columns.map(({ ref }) => nameOf(ref)));
  const answers = columns.filter(({ answer }) => !answer.error && answer.text).length;
  if (answers === 0) return "";
  return [strings.compare.ready(answers), ...verdictSentences(state, nameOf)].join(" ");
}

/** Says who is asked, and in the end who was the fastest and the cheapest. The live region of all columns. */
export function VerdictLine() {
  const { state, compare } = useComparePage();
  const { providers } = state.value;
  const nameOf = (id: string) => providers.find((provider) => provider.id === id)?.name ?? id;
  return (
    <p class="status status-busy" role="status">
      {summary(compare.state.value, nameOf)}
    </p>
  );
}
