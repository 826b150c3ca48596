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

/** A part that runs or is about to, and whose answer it is. */
export interface Running extends Pick<Part, "ref" | "id" | "askedAt"> {
  provider: string;
}

/** One row of the history: what is known of a conversation without reading it. */
export interface ConversationSummary {
  id: string;
  /** The beginning of its first prompt; empty where that is not known. */
  title: string;
  /** When something was last asked in it, in milliseconds since the epoch. */
  changedAt: number;
  turns: number;
  /** The ids of the providers that answered, each once. */
  providers: readonly string[];
  running: Running | null;
  failed: boolean;
  /** Its last answer ended while no person saw it. */
  unread: boolean;
  /** Its approximate size in the browser's memory. */
  bytes: number;
}

/** All conversations of this session, the newest first, and the id of the one that is shown. */
export interface History {
  shown: string | null;
  conversations: readonly ConversationSummary[];
  /** How many were dropped for newer ones since the person was last told. */
  forgotten: number;
  /** What runs for conversations that were too large to be kept, dropped or deleted. */
  unkept: readonly Running[];
}

/** Limits of what is stored, in bytes and in number. */
export interface Limits {
  bytes: number;
  conversations: number;
}

/** Measured in Chromium: what a part takes up besides its text. */
const BYTES_PER_PART = 1_800;

export const NO_HISTORY: History = { shown: null, conversations: [], forgotten: 0, unkept: [] };

export function summaryOf(conversation: Conversation, unread: boolean): ConversationSummary {
  const { ref, id, askedAt, answer } = newestPart(conversation);
  const parts = partsOf(conversation);
  const version = shownVersion(newestTurn(conversation));
  return {
    id: conversation.id,
    title: titleOf(conversation),
    changedAt: Math.max(...parts.map((part) => part.askedAt)),
    turns: conversation.turns.length,
    providers: [...new Set(conversation.turns.map((turn) => shownVersion(turn).provider))],
    running: answer === null ? { ref, id, askedAt, provider: version.provider } : null,
    failed: answerOf(version)?.status === "failed",
    unread,
    bytes: new TextEncoder().encode(JSON.stringify(conversation)).length + BYTES_PER_PART * parts.length,
  };
}

/**
 * The list with a row in its place, and the ids of the rows that are dropped for it: the oldest first, but those
 * in which something runs last.
 */
export function withSummary(
  conversations: readonly ConversationSummary[],
  summary: ConversationSummary,
  limits: Limits,
): { conversations: ConversationSummary[]; dropped: string[] } {
  const others = conversations.filter(({ id }) => id !== summary.id);
  const firstToGo = others
    .toSorted((a, b) => a.changedAt - b.changedAt)
    .sort((a, b) => Number(a.running !== null) - Number(b.running !== null));
  let bytes = others.reduce((sum, other) => sum + other.bytes, summary.bytes);
  const dropped: string[] = [];
  for (const other of firstToGo) {
    if (bytes <= limits.bytes && others.length - dropped.length < limits.conversations) break;
    dropped.push(other.id);
    bytes -= other.bytes;
  }
  const kept = others.filter(({ id }) => !dropped.includes(id));
  return { conversations: [...kept, summary].sort((a, b) => b.changedAt - a.changedAt), dropped };
}

/** The history without some of its conversations. What runs for them is no other conversation's. */
export function without(history: History, ids: readonly string[]): History {
  const { shown, conversations, unkept } = history;
  const gone = conversations.filter(({ id }) => ids.includes(id));
  return {
    ...history,
    shown: shown !== null && ids.includes(shown) ? null : shown,
    conversations: conversations.filter((one) => !gone.includes(one)),
    unkept: [...unkept, ...gone.flatMap(({ running }) => running ?? [])],
  };
}

/** The history with a conversation marked as read. */
export function withRead(history: History, id: string): History {
  return {
    ...history,
    conversations: history.conversations.map((one) => (one.id === id ? { ...one, unread: false } : one)),
  };
}
