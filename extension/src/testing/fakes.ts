// Stand-ins for the gateway and the browser that several unit tests need.

import type { Conversation } from "../features/conversation/conversation.ts";
import { errorBody } from "../shared/gateway/errors.ts";
import type { Locks } from "../shared/gateway/session.ts";
import type { Answer, Provider } from "../shared/gateway/types.ts";

export function answer(parts: Partial<Answer> = {}): Answer {
  return {
    id: "gen_1",
    status: "done",
    provider: "openai",
    model: "gpt-4",
    upstream_model: "gpt-4.1",
    text: "Hello",
    reasoning: null,
    format: "markdown",
    finish_reason: "stop",
    usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
    cost_usd: 0.001,
    timing: { first_token_ms: 10, total_ms: 20 },
    attempts: 1,
    notices: [],
    error: null,
    created_at: "2026-11-22T13:00:00Z",
    ...parts,
  };
}

export function provider(parts: Partial<Provider> = {}): Provider {
  return {
    id: "openai",
    name: "OpenAI",
    model: "gpt-4",
    selected: true,
    key_url: "https://keys.example",
    key_prefixes: ["sk-proj-", "sk-"],
    key: { state: "valid", masked: "sk-…WXYZ", added_at: null, checked_at: null },
    ...parts,
  };
}

/** A conversation of one turn, "Hi", whose only version has these parts; null stands for one that runs. */
export function conversation(answers: (Answer | null)[], parts: Partial<Conversation> = {}): Conversation {
  const version = {
    provider: "openai",
    model: "gpt-4",
    parts: answers.map((one, index) => ({
      ref: `part-${index}`,
      id: one === null ? "gen_running" : one.id,
      askedAt: 1_000 + index,
      answer: one,
    })),
  };
  const turns = [{ prompt: "Hi", versions: [version], shown: 0, leftOut: 0 }];
  return { id: "conversation-1", startedAt: 1_000, turns, ...parts };
}

export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), { status });
}

export function refusal(code: string, status = 400): Response {
  return json({ error: errorBody({ code, message: code }) }, status);
}

/** A response whose body arrives in these pieces, and then ends or breaks. */
export function stream(pieces: readonly string[], ending: "end" | "break" = "end"): Response {
  const encoder = new TextEncoder();
  let next = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces[next];
      next += 1;
      if (piece !== undefined) controller.enqueue(encoder.encode(piece));
      else if (ending === "end") controller.close();
      else controller.error(new TypeError("network error"));
    },
  });
  return new Response(body);
}

/** One event in the format of the stream. */
export function wire(id: number, event: string, data: unknown): string {
  return `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** A lock that queues like the browser's, in any mode. */
export function fakeLocks(): Locks & { held: string[] } {
  const held: string[] = [];
  let last: Promise<unknown> = Promise.resolve();
  const request = (name: string, options: LockOptions, work: () => Promise<unknown>) => {
    const turn = last.then(() => {
      held.push(`${name}:${options.mode}`);
      return work();
    });
    last = turn.catch(() => undefined);
    return turn;
  };
  return { request: request as Locks["request"], held };
}
