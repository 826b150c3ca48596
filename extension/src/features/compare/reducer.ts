import type { Answer, ErrorBody, GenerationEvent, Provider } from "../../shared/gateway/types.ts";
import { askedColumn, endedColumn, failedColumn, foundColumn, grownColumn } from "./column.ts";
import { type Column, type CompareState, NOTHING_COMPARED } from "./state.ts";

export type CompareAction =
  | { type: "asked"; prompt: string; providers: Provider[]; at: number }
  | { type: "asked-again"; provider: Provider; at: number }
  | { type: "found"; prompt: string | null; answers: Answer[]; excluded: string[] }
  | { type: "event"; provider: string; event: GenerationEvent; at: number }
  | { type: "stopping"; provider: string }
  | { type: "finished"; provider: string; answer: Answer }
  | { type: "failed"; provider: string; error: ErrorBody }
  | { type: "chosen"; provider: string; takesPart: boolean }
  | { type: "cleared" };

function changed(state: CompareState, provider: string, change: (column: Column) => Column): CompareState {
  const columns = state.columns.map((column) => (column.provider === provider ? change(column) : column));
  return { ...state, columns };
}

export function reduceCompare(state: CompareState, action: CompareAction): CompareState {
  switch (action.type) {
    case "asked":
      return {
        ...state,
        prompt: action.prompt,
        columns: action.providers.map((provider) => askedColumn(provider, action.at)),
      };
    case "asked-again":
      return changed(state, action.provider.id, () => askedColumn(action.provider, action.at));
    case "found":
      return {
        prompt: action.answers.length > 0 ? action.prompt : null,
        columns: action.answers.map(foundColumn),
        excluded: action.excluded,
      };
    case "event":
      return changed(state, action.provider, (column) => grownColumn(column, action.event, action.at));
    case "stopping":
      return changed(state, action.provider, (column) => ({ ...column, stopping: true }));
    case "finished":
      return changed(state, action.provider, (column) => endedColumn(column, action.answer));
    case "failed":
      return changed(state, action.provider, (column) => failedColumn(column, action.error));
    case "chosen": {
      const others = state.excluded.filter((provider) => provider !== action.provider);
      return { ...state, excluded: action.takesPart ? others : [...others, action.provider] };
    }
    case "cleared":
      return { ...NOTHING_COMPARED, excluded: state.excluded };
  }
}
