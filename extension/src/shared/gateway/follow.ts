import { GatewayAway, GatewayError, GatewayUnproven } from "./errors.ts";
import { readEvents } from "./event-stream.ts";
import type { GenerationEvent } from "./types.ts";

export interface FollowOptions {
  /** The stream that a call to /generate has already opened. */
  first?: Response;
  /** Opens the stream again, after the last event that arrived. */
  reopen(lastEventId: string | undefined): Promise<Response>;
  signal: AbortSignal;
  wait?(milliseconds: number): Promise<void>;
}

/** Waits before each attempt to resume a broken stream. An event that arrives resets them. */
const PAUSES_MS = [100, 400, 1000, 2000, 4000];

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * All events of one generation, each once, across broken connections. It ends after `done` or `error`.
 * It throws GatewayAway when the stream cannot be resumed, GatewayUnproven when another program listens there, and
 * GatewayError when the gateway refuses.
 */
export async function* follow(options: FollowOptions): AsyncGenerator<GenerationEvent> {
  const { signal, wait = sleep } = options;
  const position: Position = { first: options.first, lastEventId: undefined };
  let broken = 0;

  while (true) {
    for await (const event of untilItBreaks(options, position)) {
      // Events that have arrived already are dropped, too.
      signal.throwIfAborted();
      broken = 0;
      yield event;
      if (event.type === "done" || event.type === "error") return;
    }
    signal.throwIfAborted();
    const pause = PAUSES_MS[broken];
    if (pause === undefined) throw new GatewayAway();
    broken += 1;
    await wait(pause);
  }
}

/** The position in the stream. `first` is used once. */
interface Position {
  first: Response | undefined;
  lastEventId: string | undefined;
}

/** The events of one connection. It ends without an exception when the connection breaks. */
async function* untilItBreaks(options: FollowOptions, position: Position): AsyncGenerator<GenerationEvent> {
  try {
    const response = position.first ?? (await options.reopen(position.lastEventId));
    position.first = undefined;
    for await (const { id, event } of readEvents(response)) {
      position.lastEventId = id ?? position.lastEventId;
      yield event;
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof GatewayError || error instanceof GatewayUnproven) throw error;
  }
}
