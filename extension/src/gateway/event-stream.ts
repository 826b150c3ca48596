import { createParser, type EventSourceMessage } from "eventsource-parser";
import { readError } from "./errors.ts";
import type { Answer, GenerationEvent } from "./types.ts";

export interface NumberedEvent {
  id: string | undefined;
  event: GenerationEvent;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** An event this client does not know yet is passed over, so that the gateway may learn new ones. */
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
 * Between two looks at what has arrived. A fast answer comes in a hundred pieces a second, and to be woken by
 * each costs more than to show it.
 */
const LOOK_EVERY_MS = 80;

/** The events of one response, until it ends or breaks. */
export async function* readEvents(response: Response): AsyncGenerator<NumberedEvent> {
  if (!response.body) return;
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({ onEvent: (message) => arrived.push(message) });
  const decoder = new TextDecoder();
  for await (const bytes of response.body) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    for (const message of arrived.splice(0)) {
      const event = parseEvent(message.event, message.data);
      if (event) yield { id: message.id, event };
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
