import { answerOf } from "./answer-of.ts";
import {
  newestPart,
  newestTurn,
  type Part,
  partsOf,
  shownVersion,
  type Thread,
  titleOf,
} from "./conversation.ts";

/** One line of the history: what can be told of a thread without reading it. */
export interface ThreadSummary {
  id: string;
  /** The beginning of its first prompt; empty where that is not known. */
  title: string;
  /** When something was last asked in it. Milliseconds of the clock. */
  changedAt: number;
  turns: number;
  /** The ids of those that answered, each once. */
  providers: readonly string[];
  /** What runs, or is yet to begin. */
  running: Pick<Part, "ref" | "id" | "askedAt"> | null;
  failed: boolean;
  /** It ended while nobody looked. */
  unread: boolean;
  /** What it takes up in the browser's memory, roughly. */
  bytes: number;
}

/** All threads of this session, the newest first, and the one in sight. */
export interface History {
  shown: string | null;
  threads: readonly ThreadSummary[];
  /** How many have made room for newer ones since the person was last told. */
  forgotten: number;
}

/** Bytes and number of what is kept. */
export interface Bounds {
  bytes: number;
  threads: number;
}

/** Measured in Chromium: beside its text, each part takes up so much. */
const BYTES_PER_PART = 1_800;

export const NO_HISTORY: History = { shown: null, threads: [], forgotten: 0 };

export function summaryOf(thread: Thread, unread: boolean): ThreadSummary {
  const { ref, id, askedAt, answer } = newestPart(thread);
  const parts = partsOf(thread);
  return {
    id: thread.id,
    title: titleOf(thread),
    changedAt: Math.max(...parts.map((part) => part.askedAt)),
    turns: thread.turns.length,
    providers: [...new Set(thread.turns.map((turn) => shownVersion(turn).provider))],
    running: answer === null ? { ref, id, askedAt } : null,
    failed: answerOf(shownVersion(newestTurn(thread)))?.status === "failed",
    unread,
    bytes: new TextEncoder().encode(JSON.stringify(thread)).length + BYTES_PER_PART * parts.length,
  };
}

/**
 * The list with a line put in its place, and who makes room for it: the oldest, but what runs only when
 * nothing else is left.
 */
export function withSummary(
  threads: readonly ThreadSummary[],
  summary: ThreadSummary,
  bounds: Bounds,
): { threads: ThreadSummary[]; dropped: string[] } {
  const others = threads.filter(({ id }) => id !== summary.id);
  const firstToGo = others
    .toSorted((a, b) => a.changedAt - b.changedAt)
    .sort((a, b) => Number(a.running !== null) - Number(b.running !== null));
  let bytes = others.reduce((sum, other) => sum + other.bytes, summary.bytes);
  const dropped: string[] = [];
  for (const other of firstToGo) {
    if (bytes <= bounds.bytes && others.length - dropped.length < bounds.threads) break;
    dropped.push(other.id);
    bytes -= other.bytes;
  }
  const kept = others.filter(({ id }) => !dropped.includes(id));
  return { threads: [...kept, summary].sort((a, b) => b.changedAt - a.changedAt), dropped };
}

/** A thread has been seen. */
export function withRead(history: History, id: string): History {
  return {
    ...history,
    threads: history.threads.map((one) => (one.id === id ? { ...one, unread: false } : one)),
  };
}
