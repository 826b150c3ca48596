import { createParser } from "eventsource-parser";
import { readError } from "./errors.ts";
import type { Answer, GenerationEvent } from "./types.ts";

export interface NumberedEvent {
  id: string | undefined;
  event: GenerationEvent;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Null for an unknown event: a newer gateway may send more kinds of them. */
export function parseEvent(name: string | undefined, json: string): GenerationEvent | null {
  const data = JSON.parse(json) as Record<string, unknown>;
  switch (name) {
    case "start":
      return { type: "start", id: text(data.id), provider: text(data.provider), model: text(data.model) };
    case "delta":
      return { type: "delta", text: text(data.text), reasoning: text(data.reasoning) };
    case "retry":
      return {
        type: "retry",
        attempt: Number(data.attempt),
        waitMs: Number(data.wait_ms),
        code: text(data.code),
      };
    case "notice":
      return { type: "notice", notice: { code: text(data.code), message: text(data.message) } };
    case "done":
      return { type: "done", answer: data as unknown as Answer };
    case "error":
      return { type: "error", error: readError(data) };
    default:
      return null;
  }
}

/**
 * Pause between two reads. A fast answer comes in hundreds of pieces a second. To read and render each of them
 * alone would keep the page busy.
 */
const READ_EVERY_MS = 80;
/** More bytes than a model writes between two reads: they are a backlog, so the next read follows at once. */
const BACKLOG = 8_192;

/** Merges a delta with the delta before it. */
function add({ id, event }: NumberedEvent, arrived: NumberedEvent[]): void {
  const last = arrived.at(-1);
  if (event.type !== "delta" || last?.event.type !== "delta") {
    arrived.push({ id, event });
    return;
  }
  const text = last.event.text + event.text;
  const reasoning = last.event.reasoning + event.reasoning;
  arrived.splice(-1, 1, { id: id ?? last.id, event: { type: "delta", text, reasoning } });
}

/** The events of one response, until it ends or breaks. Deltas that have arrived together come as one. */
export async function* readEvents(response: Response): AsyncGenerator<NumberedEvent> {
  if (!response.body) return;
  const arrived: NumberedEvent[] = [];
  const parser = createParser({
    onEvent(message) {
      const event = parseEvent(message.event, message.data);
      if (event) add({ id: message.id, event }, arrived);
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    yield* arrived.splice(0);
    const pause = bytes.length < BACKLOG ? READ_EVERY_MS : 0;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
