import type { Answer, GenerationEvent, Provider } from "../gateway/types.ts";
import type { Generation, View } from "./state.ts";

/** The blank answer of a generation that was asked for and has not begun. */
export function blankAnswer(provider: Provider, at: number): Answer {
  return {
    id: "",
    status: "running",
    provider: provider.id,
    model: provider.model,
    upstream_model: null,
    text: "",
    reasoning: null,
    finish_reason: null,
    usage: null,
    cost_usd: null,
    timing: null,
    attempts: 1,
    notices: [],
    error: null,
    created_at: new Date(at).toISOString(),
  };
}

export function generationOf(answer: Answer, startedAt: number): Generation {
  return { answer, startedAt, retry: null, stopping: false };
}

/** The stream tells a followed generation from its start, so what was known of it is told again. */
export function followedGeneration(answer: Answer): Generation {
  const empty: Answer = { ...answer, text: "", reasoning: null, notices: [] };
  return generationOf(empty, Date.parse(answer.created_at));
}

function changed(generation: Generation, answer: Partial<Answer>, rest?: Partial<Generation>): View {
  return {
    name: "generating",
    generation: { ...generation, ...rest, answer: { ...generation.answer, ...answer } },
  };
}

/** The view after one event of the stream, which arrived `at` (milliseconds of the clock). */
export function reduceEvent(generation: Generation, event: GenerationEvent, at: number): View {
  const { answer } = generation;
  switch (event.type) {
    case "start":
      return changed(generation, { id: event.id, provider: event.provider, model: event.model });
    case "delta":
      return changed(
        generation,
        {
          text: answer.text + event.text,
          reasoning: event.reasoning ? (answer.reasoning ?? "") + event.reasoning : answer.reasoning,
        },
        { retry: null },
      );
    case "retry":
      return changed(
        generation,
        {},
        {
          retry: { attempt: event.attempt, until: at + event.waitMs, code: event.code },
        },
      );
    case "notice":
      return changed(generation, { notices: [...answer.notices, event.notice] });
    case "done":
      return finishedView(event.answer);
    case "error":
      return { name: "error", error: event.error, answer: arrived(answer) };
  }
}

/** What a failed generation leaves in sight. */
function arrived(answer: Answer): Answer | null {
  return answer.text || answer.reasoning ? { ...answer, status: "failed" } : null;
}

/** The view of a generation that is over. */
export function finishedView(answer: Answer): View {
  if (answer.error) return { name: "error", error: answer.error, answer: arrived(answer) };
  return { name: "answer", answer };
}
