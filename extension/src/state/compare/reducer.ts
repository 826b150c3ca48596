import { readError } from "../../gateway/errors.ts";
import type { Answer, ErrorBody, GenerationEvent, Provider } from "../../gateway/types.ts";
import { blankAnswer, finishedView, followedGeneration, generationOf, reduceEvent } from "../generation.ts";
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

function asked(provider: Provider, at: number): Column {
  const view = { name: "generating", generation: generationOf(blankAnswer(provider, at), at) } as const;
  return { provider: provider.id, model: provider.model, id: null, view, firstWordsMs: null };
}

/** A column as the gateway's list of generations tells it. */
function found(answer: Answer): Column {
  const column = {
    provider: answer.provider,
    model: answer.model,
    id: answer.id,
    firstWordsMs: answer.timing?.first_token_ms ?? null,
  };
  if (answer.status === "running") {
    return { ...column, view: { name: "generating", generation: followedGeneration(answer) } };
  }
  return { ...column, view: finishedView({ ...answer, error: answer.error && readError(answer.error) }) };
}

/** The gateway's clock knows best when the first words came; until the end it is ours. */
function firstWords(column: Column, event: GenerationEvent, at: number): number | null {
  if (event.type === "done") return event.answer.timing?.first_token_ms ?? column.firstWordsMs;
  if (event.type !== "delta" || column.view.name !== "generating") return column.firstWordsMs;
  return column.firstWordsMs ?? Math.max(0, at - column.view.generation.startedAt);
}

function received(column: Column, event: GenerationEvent, at: number): Column {
  if (column.view.name !== "generating") return column;
  return {
    ...column,
    id: event.type === "start" ? event.id : column.id,
    view: reduceEvent(column.view.generation, event, at),
    firstWordsMs: firstWords(column, event, at),
  };
}

function stopping(column: Column): Column {
  if (column.view.name !== "generating") return column;
  return { ...column, view: { ...column.view, generation: { ...column.view.generation, stopping: true } } };
}

function failed(column: Column, error: ErrorBody): Column {
  const answer = column.view.name === "generating" ? column.view.generation.answer : column.view.answer;
  const kept = answer && (answer.text || answer.reasoning) ? { ...answer, status: "failed" as const } : null;
  return { ...column, view: { name: "error", error, answer: kept } };
}

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
        columns: action.providers.map((provider) => asked(provider, action.at)),
      };
    case "asked-again":
      return changed(state, action.provider.id, () => asked(action.provider, action.at));
    case "found":
      return {
        prompt: action.answers.length > 0 ? action.prompt : null,
        columns: action.answers.map(found),
        excluded: action.excluded,
      };
    case "event":
      return changed(state, action.provider, (column) => received(column, action.event, action.at));
    case "stopping":
      return changed(state, action.provider, stopping);
    case "finished":
      return changed(state, action.provider, (column) => ({ ...column, view: finishedView(action.answer) }));
    case "failed":
      return changed(state, action.provider, (column) => failed(column, action.error));
    case "chosen": {
      const others = state.excluded.filter((provider) => provider !== action.provider);
      return { ...state, excluded: action.takesPart ? others : [...others, action.provider] };
    }
    case "cleared":
      return { ...NOTHING_COMPARED, excluded: state.excluded };
  }
}
