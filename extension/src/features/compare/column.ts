import { readError } from "../../shared/gateway/errors.ts";
import type { Answer, ErrorBody, GenerationEvent, Provider } from "../../shared/gateway/types.ts";
import type { Column } from "./state.ts";

/** A column that has been asked for at this moment (milliseconds of the clock). */
export function askedColumn(provider: Pick<Provider, "id" | "model">, at: number): Column {
  return {
    provider: provider.id,
    model: provider.model,
    id: null,
    startedAt: at,
    firstWordsMs: null,
    running: true,
    stopping: false,
    retry: null,
    text: "",
    reasoning: "",
    answer: null,
    error: null,
  };
}

/** A column that is over, with all that the gateway knows of it. */
export function endedColumn(column: Column, answer: Answer): Column {
  return {
    ...column,
    running: false,
    retry: null,
    firstWordsMs: answer.timing?.first_token_ms ?? column.firstWordsMs,
    text: answer.text,
    reasoning: answer.reasoning ?? "",
    answer,
    error: answer.error && readError(answer.error),
  };
}

/** A column as the gateway's list of generations tells it. One that runs is told from its start again. */
export function foundColumn(answer: Answer): Column {
  const { id, provider, model, created_at, timing } = answer;
  const column = { ...askedColumn({ id: provider, model }, Date.parse(created_at)), id };
  if (answer.status !== "running") return endedColumn(column, answer);
  return { ...column, firstWordsMs: timing?.first_token_ms ?? null };
}

/** What arrived before stays in sight. */
export function failedColumn(column: Column, error: ErrorBody): Column {
  return { ...column, running: false, retry: null, error };
}

/** The column after one event of its stream, which arrived `at`. */
export function grownColumn(column: Column, event: GenerationEvent, at: number): Column {
  if (!column.running) return column;
  switch (event.type) {
    case "start":
      return { ...column, id: event.id, model: event.model };
    case "delta":
      return {
        ...column,
        retry: null,
        // Ours until the end; then the gateway's own clock is believed.
        firstWordsMs: column.firstWordsMs ?? Math.max(0, at - column.startedAt),
        text: column.text + event.text,
        reasoning: column.reasoning + event.reasoning,
      };
    case "retry":
      return { ...column, retry: { attempt: event.attempt, until: at + event.waitMs, code: event.code } };
    case "notice":
      // The whole answer carries them too.
      return column;
    case "done":
      return endedColumn(column, event.answer);
    case "error":
      return failedColumn(column, event.error);
  }
}
