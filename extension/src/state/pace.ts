import type { GenerationEvent } from "../gateway/types.ts";

/** Pieces are shown together at this pace: a fast stream must not keep the page busy. */
const PIECES_EVERY_MS = 80;

/** Hands on every event, and the pieces of text that arrive close together as one; the first of them at once. */
export async function pace(
  events: AsyncIterable<GenerationEvent>,
  show: (event: GenerationEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  let pieces = { text: "", reasoning: "" };
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shownAt = Number.NEGATIVE_INFINITY;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    shownAt = performance.now();
    if (signal.aborted || !(pieces.text || pieces.reasoning)) return;
    show({ type: "delta", ...pieces });
    pieces = { text: "", reasoning: "" };
  };
  try {
    for await (const event of events) {
      if (event.type === "delta") {
        pieces = { text: pieces.text + event.text, reasoning: pieces.reasoning + event.reasoning };
        timer ??= setTimeout(flush, shownAt + PIECES_EVERY_MS - performance.now());
        continue;
      }
      flush();
      if (!signal.aborted) show(event);
    }
  } finally {
    flush();
  }
}
