import { readError } from "../../shared/gateway/errors.ts";
import type { Answer, ErrorBody, GenerationEvent, Provider } from "../../shared/gateway/types.ts";

// A generation as a state machine: running → stopping → over. Nothing leads out of `over`. Both conversation and
// compare show generations by it.

export interface Generation {
  /** Identifies the generation within the page, also before the gateway has given it an id. */
  ref: string;
  phase: "running" | "stopping" | "over";
  /** The answer as far as it has arrived. Its id is empty until the gateway has given it one. */
  answer: Answer;
  /** Milliseconds since the epoch. */
  startedAt: number;
  /** Milliseconds from the start to the first piece. */
  firstTokenMs: number | null;
  /** The wait before the next attempt, while there is one. `until` is in milliseconds since the epoch. */
  retry: { attempt: number; waitMs: number; until: number; code: string } | null;
}

/** What changes a generation: the gateway's events, and the person who stops it. */
export type GenerationStep = GenerationEvent | { type: "stop" };

/** The provider and the model that are asked, as people read it. */
export type Asked = Pick<Provider, "id" | "model">;

/** An answer of which nothing has arrived yet. */
export function blankAnswer(id: string, asked: Asked, at: number): Answer {
  return {
    id,
    status: "running",
    provider: asked.id,
    model: asked.model,
    upstream_model: null,
    text: "",
    reasoning: null,
    format: "markdown",
    finish_reason: null,
    usage: null,
    cost_usd: null,
    timing: { first_token_ms: null, total_ms: 0 },
    attempts: 1,
    notices: [],
    error: null,
    created_at: new Date(at).toISOString(),
  };
}

/** A generation that has just been asked for, or whose stream is read from its start. */
export function beginGeneration(ref: string, answer: Answer, startedAt: number): Generation {
  return { ref, phase: "running", answer, startedAt, firstTokenMs: null, retry: null };
}

/** A generation as the gateway lists it. One that runs is shown from its first piece again. */
export function foundGeneration(ref: string, answer: Answer): Generation {
  const { id, provider, model, created_at, timing } = answer;
  const startedAt = Date.parse(created_at);
  const generation = beginGeneration(ref, blankAnswer(id, { id: provider, model }, startedAt), startedAt);
  if (answer.status !== "running") return ended(generation, answer);
  return { ...generation, firstTokenMs: timing.first_token_ms };
}

function ended(generation: Generation, answer: Answer): Generation {
  const firstTokenMs = answer.timing.first_token_ms ?? generation.firstTokenMs;
  return { ...generation, phase: "over", answer, firstTokenMs, retry: null };
}

/** The answer of a generation that broke off: what has arrived, and the error. */
function failedAnswer({ answer, startedAt }: Generation, error: ErrorBody, at: number): Answer {
  const timing = { first_token_ms: null, total_ms: at - startedAt };
  return { ...answer, status: "failed", error, timing };
}

/** The generation after a step that happened `at` this moment, in milliseconds since the epoch. */
export function nextGeneration(generation: Generation, step: GenerationStep, at: number): Generation {
  const { answer } = generation;
  if (generation.phase === "over") return generation;
  switch (step.type) {
    case "start": {
      const { id, provider, model } = step;
      return { ...generation, answer: { ...answer, id, provider, model } };
    }
    case "delta": {
      const text = answer.text + step.text;
      const reasoning = step.reasoning ? (answer.reasoning ?? "") + step.reasoning : answer.reasoning;
      // The page's own clock counts until the end; then the gateway's does.
      const firstTokenMs = generation.firstTokenMs ?? Math.max(0, at - generation.startedAt);
      return { ...generation, answer: { ...answer, text, reasoning }, firstTokenMs, retry: null };
    }
    case "retry": {
      const { attempt, waitMs, code } = step;
      return { ...generation, retry: { attempt, waitMs, until: at + waitMs, code } };
    }
    case "notice":
      return { ...generation, answer: { ...answer, notices: [...answer.notices, step.notice] } };
    case "stop":
      return { ...generation, phase: "stopping" };
    case "done":
      return ended(generation, step.answer);
    case "error":
      return ended(generation, failedAnswer(generation, step.error, at));
  }
}

/** The error that an answer ended with. What the gateway has listed is not trusted to have the right shape. */
export function errorOf({ error }: Answer): ErrorBody | null {
  return error && readError(error);
}

/** When an answer broke off, in milliseconds since the epoch; null where it did not. */
export function failedAt(answer: Answer | null): number | null {
  return answer?.error ? Date.parse(answer.created_at) + answer.timing.total_ms : null;
}
