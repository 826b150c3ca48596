import type { GenerationEvent } from "../gateway/types.ts";

/** Pieces are shown together at this pace: a fast stream must not keep the page busy. */
const PIECES_EVERY_MS = 40;

/** Hands on every event, and the pieces of text that arrive close together as one. */
export async function pace(
  events: AsyncIterable<GenerationEvent>,
  show: (event: GenerationEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let pieces = { text: "", reasoning: "" };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (signal.aborted || !(pieces.text || pieces.reasoning)) return;
    show({ type: "delta", ...pieces });
    pieces = { text: "", reasoning: "" };
  };
  try {
    for await (const event of events) {
      if (event.type === "delta") {
        pieces = { text: pieces.text + event.text, reasoning: pieces.reasoning + event.reasoning };
        timer ??= setTimeout(flush, PIECES_EVERY_MS);
        continue;
      }
      flush();
      if (!signal.aborted) show(event);
    }
  } finally {
    flush();
  }
}
