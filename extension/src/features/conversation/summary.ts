import { answerOf } from "./answer-of.ts";
import {
  type Conversation,
  newestPart,
  newestTurn,
  type Part,
  partsOf,
  shownVersion,
  titleOf,
} from "./conversation.ts";

/** One line of the history: what can be told of a conversation without reading it. */
export interface ConversationSummary {
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

/** All conversations of this session, the newest first, and the one in sight. */
export interface History {
  shown: string | null;
  conversations: readonly ConversationSummary[];
  /** How many have made room for newer ones since the person was last told. */
  forgotten: number;
}

/** Bytes and number of what is kept. */
export interface Bounds {
  bytes: number;
  conversations: number;
}

/** Measured in Chromium: beside its text, each part takes up so much. */
const BYTES_PER_PART = 1_800;

export const NO_HISTORY: History = { shown: null, conversations: [], forgotten: 0 };

export function summaryOf(conversation: Conversation, unread: boolean): ConversationSummary {
  const { ref, id, askedAt, answer } = newestPart(conversation);
  const parts = partsOf(conversation);
  return {
    id: conversation.id,
    title: titleOf(conversation),
    changedAt: Math.max(...parts.map((part) => part.askedAt)),
    turns: conversation.turns.length,
    providers: [...new Set(conversation.turns.map((turn) => shownVersion(turn).provider))],
    running: answer === null ? { ref, id, askedAt } : null,
    failed: answerOf(shownVersion(newestTurn(conversation)))?.status === "failed",
    unread,
    bytes: new TextEncoder().encode(JSON.stringify(conversation)).length + BYTES_PER_PART * parts.length,
  };
}

/**
 * The list with a line put in its place, and who makes room for it: the oldest, but what runs only when
 * nothing else is left.
 */
export function withSummary(
  conversations: readonly ConversationSummary[],
  summary: ConversationSummary,
  bounds: Bounds,
): { conversations: ConversationSummary[]; dropped: string[] } {
  const others = conversations.filter(({ id }) => id !== summary.id);
  const firstToGo = others
    .toSorted((a, b) => a.changedAt - b.changedAt)
    .sort((a, b) => Number(a.running !== null) - Number(b.running !== null));
  let bytes = others.reduce((sum, other) => sum + other.bytes, summary.bytes);
  const dropped: string[] = [];
  for (const other of firstToGo) {
    if (bytes <= bounds.bytes && others.length - dropped.length < bounds.conversations) break;
    dropped.push(other.id);
    bytes -= other.bytes;
  }
  const kept = others.filter(({ id }) => !dropped.includes(id));
  return { conversations: [...kept, summary].sort((a, b) => b.changedAt - a.changedAt), dropped };
}

/** A conversation has been seen. */
export function withRead(history: History, id: string): History {
  return {
    ...history,
    conversations: history.conversations.map((one) => (one.id === id ? { ...one, unread: false } : one)),
  };
}
