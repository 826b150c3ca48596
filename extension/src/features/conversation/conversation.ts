import type { Answer, Provider } from "../../shared/gateway/types.ts";
import type { Field } from "../page/fields.ts";

/** One generation of the gateway: a whole answer, or the continuation of one that was cut. */
export interface Part {
  /** Identifies the part, also before the gateway has given it an id. */
  ref: string;
  /** The gateway's id; null until it is known. */
  id: string | null;
  /** Milliseconds since the epoch. */
  askedAt: number;
  /** The answer once it is over, however it ended; null while it runs. */
  answer: Answer | null;
}

/** One answer to a prompt. Every "Continue" adds a part, "Regenerate" another version. */
export interface Version {
  provider: string;
  model: string;
  parts: readonly Part[];
}

export interface Turn {
  /** As it was sent; empty where it is not known. */
  prompt: string;
  versions: readonly Version[];
  /** The index of the version that is shown, and that is sent along with follow-up questions. */
  shown: number;
  /** How many of the conversation's first turns are not sent along with this prompt. */
  leftOut: number;
}

/** A conversation: a prompt, its answer, and what followed. */
export interface Conversation {
  id: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  turns: readonly Turn[];
  /** The editable field on a page that the last prompt came from. Answers may be written into it. */
  field?: Field;
}

export type Asked = Pick<Provider, "id" | "model">;

function newPart(now: number): Part {
  return { ref: crypto.randomUUID(), id: null, askedAt: now, answer: null };
}

function newVersion(provider: Asked, now: number): Version {
  return { provider: provider.id, model: provider.model, parts: [newPart(now)] };
}

function newTurn(prompt: string, provider: Asked, now: number, leftOut: number): Turn {
  return { prompt, versions: [newVersion(provider, now)], shown: 0, leftOut };
}

export function newestTurn(conversation: Conversation): Turn {
  const turn = conversation.turns.at(-1);
  if (!turn) throw new Error("A conversation has at least one turn");
  return turn;
}

export function shownVersion(turn: Turn): Version {
  const version = turn.versions[turn.shown];
  if (!version) throw new Error("A turn shows one of its versions");
  return version;
}

/** The newest part of the version that is shown. If a part runs, it is this one. */
export function newestPart(conversation: Conversation): Part {
  const part = shownVersion(newestTurn(conversation)).parts.at(-1);
  if (!part) throw new Error("A version has at least one part");
  return part;
}

/** The part that runs or is about to; only the newest can. */
export function runningPart(conversation: Conversation): Part | null {
  const part = newestPart(conversation);
  return part.answer === null ? part : null;
}

export function beginConversation(
  prompt: string,
  provider: Asked,
  now: number,
  field: Field | null = null,
): Conversation {
  const turns = [newTurn(prompt, provider, now, 0)];
  return withField({ id: crypto.randomUUID(), startedAt: now, turns }, field);
}

/** A conversation that begins with a complete answer. */
export function answeredConversation(prompt: string, answer: Answer): Conversation {
  const asked = { id: answer.provider, model: answer.model };
  const conversation = beginConversation(prompt, asked, Date.parse(answer.created_at));
  return withPart(conversation, () => true, { id: answer.id, answer });
}

/**
 * The conversation with a follow-up question. It leaves out the same turns as the turn before. A turn without any
 * text is replaced.
 */
export function followedUp(
  conversation: Conversation,
  prompt: string,
  provider: Asked,
  now: number,
): Conversation {
  const before = newestTurn(conversation);
  const turn = newTurn(prompt, provider, now, before.leftOut);
  const kept = before.versions.some(hasText) ? conversation.turns : conversation.turns.slice(0, -1);
  return { ...conversation, turns: [...kept, turn] };
}

/** The conversation about another field, or about none. */
export function withField({ field: _, ...conversation }: Conversation, field: Field | null): Conversation {
  return { ...conversation, ...(field && { field }) };
}

function withNewestTurn(conversation: Conversation, turn: Turn): Conversation {
  return { ...conversation, turns: [...conversation.turns.slice(0, -1), turn] };
}

function hasText(version: Version): boolean {
  return version.parts.some(({ answer }) => answer !== null && answer.text !== "");
}

/** The newest prompt sent again, perhaps to another provider. Versions without any text are dropped. */
export function regenerated(conversation: Conversation, provider: Asked, now: number): Conversation {
  const turn = newestTurn(conversation);
  const versions = [...turn.versions.filter(hasText), newVersion(provider, now)];
  return withNewestTurn(conversation, { ...turn, versions, shown: versions.length - 1 });
}

/** The newest answer continued from where it was cut. Parts without any text are dropped. */
export function continued(conversation: Conversation, now: number): Conversation {
  const turn = newestTurn(conversation);
  const version = shownVersion(turn);
  const parts = [
    ...version.parts.filter(({ answer }) => answer !== null && answer.text !== ""),
    newPart(now),
  ];
  return withNewestTurn(conversation, {
    ...turn,
    versions: turn.versions.with(turn.shown, { ...version, parts }),
  });
}

/** Whether the newest part continues an answer that was cut. */
export function goesOn(conversation: Conversation): boolean {
  return shownVersion(newestTurn(conversation)).parts.length > 1;
}

/** The conversation with another version of the newest answer shown. */
export function withVersionShown(conversation: Conversation, shown: number): Conversation {
  const turn = newestTurn(conversation);
  return shown in turn.versions ? withNewestTurn(conversation, { ...turn, shown }) : conversation;
}

/** How many earlier turns are sent along with the newest prompt. */
export function turnsSentAlong(conversation: Conversation): number {
  return conversation.turns.length - 1 - newestTurn(conversation).leftOut;
}

/** The conversation without the older half of the turns that are sent along. */
export function withOlderTurnsLeftOut(conversation: Conversation): Conversation {
  const turn = newestTurn(conversation);
  const leftOut = turn.leftOut + Math.ceil(turnsSentAlong(conversation) / 2);
  return withNewestTurn(conversation, { ...turn, leftOut });
}

/** The conversation with a change to the parts that `is` accepts. */
export function withPart(
  conversation: Conversation,
  is: (part: Part) => boolean,
  change: Partial<Part>,
): Conversation {
  const inVersion = (version: Version): Version => ({
    ...version,
    parts: version.parts.map((part) => (is(part) ? { ...part, ...change } : part)),
  });
  const inTurn = (turn: Turn): Turn => ({ ...turn, versions: turn.versions.map(inVersion) });
  return { ...conversation, turns: conversation.turns.map(inTurn) };
}

/** All parts, of every version. */
export function partsOf(conversation: Conversation): Part[] {
  return conversation.turns.flatMap(({ versions }) => versions.flatMap(({ parts }) => parts));
}

const LONGEST_TITLE = 120;

/** The beginning of the first prompt; empty where that is not known. */
export function titleOf(conversation: Conversation): string {
  const [line = ""] = (conversation.turns[0]?.prompt ?? "").trim().split("\n");
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE)}…` : line;
}
