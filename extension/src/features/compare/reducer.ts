import type { Answer, Provider } from "../../shared/gateway/types.ts";
import {
  beginGeneration,
  blankAnswer,
  foundGeneration,
  type Generation,
  type GenerationStep,
  nextGeneration,
} from "../answer/generation.ts";
import { type CompareState, NOTHING_COMPARED } from "./state.ts";

export type CompareAction =
  | { type: "asked"; prompt: string; providers: Provider[]; at: number }
  | { type: "asked-again"; provider: Provider; at: number }
  | { type: "found"; prompt: string | null; answers: Answer[]; excluded: string[] }
  | { type: "step"; provider: string; step: GenerationStep; at: number }
  | { type: "chosen"; provider: string; takesPart: boolean }
  | { type: "cleared" };

function asked(provider: Provider, at: number): Generation {
  return beginGeneration(provider.id, blankAnswer("", provider, at), at);
}

function changed(
  state: CompareState,
  provider: string,
  change: (column: Generation) => Generation,
): CompareState {
  const columns = state.columns.map((column) => (column.ref === provider ? change(column) : column));
  return { ...state, columns };
}

export function reduceCompare(state: CompareState, action: CompareAction): CompareState {
  switch (action.type) {
    case "asked": {
      const columns = action.providers.map((provider) => asked(provider, action.at));
      return { ...state, prompt: action.prompt, columns };
    }
    case "asked-again":
      return changed(state, action.provider.id, () => asked(action.provider, action.at));
    case "found":
      return {
        prompt: action.answers.length > 0 ? action.prompt : null,
        columns: action.answers.map((answer) => foundGeneration(answer.provider, answer)),
        excluded: action.excluded,
      };
    case "step":
      return changed(state, action.provider, (column) => nextGeneration(column, action.step, action.at));
    case "chosen": {
      const others = state.excluded.filter((provider) => provider !== action.provider);
      return { ...state, excluded: action.takesPart ? others : [...others, action.provider] };
    }
    case "cleared":
      return { ...NOTHING_COMPARED, excluded: state.excluded };
  }
}
