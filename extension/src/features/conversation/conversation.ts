import type { Answer, Provider } from "../../shared/gateway/types.ts";
import type { Field } from "../page/fields.ts";

/** One generation of the gateway: a whole answer, or a further piece of one that had been cut. */
export interface Part {
  /** Tells it from every other part, even before the gateway has named it. */
  ref: string;
  /** The gateway's id; null until it has said one. */
  id: string | null;
  /** Milliseconds of the clock. */
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
  /** Which of the versions is shown, and goes along with follow-up questions. */
  shown: number;
  /** How many of the thread's first turns are not sent along with this prompt. */
  leftOut: number;
}

/** A conversation: a prompt, its answer, and what followed. */
export interface Thread {
  id: string;
  /** Milliseconds of the clock. */
  startedAt: number;
  turns: readonly Turn[];
  /** The editable field on a page that its prompts came from last: answers may go back there. */
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

export function newestTurn(thread: Thread): Turn {
  const turn = thread.turns.at(-1);
  if (!turn) throw new Error("A thread has at least one turn");
  return turn;
}

export function shownVersion(turn: Turn): Version {
  const version = turn.versions[turn.shown];
  if (!version) throw new Error("A turn shows one of its versions");
  return version;
}

/** The newest part of what is shown: the one that runs, if one does. */
export function newestPart(thread: Thread): Part {
  const part = shownVersion(newestTurn(thread)).parts.at(-1);
  if (!part) throw new Error("A version has at least one part");
  return part;
}

/** The part that runs, or is yet to begin. Only the newest of a thread can. */
export function runningPart(thread: Thread): Part | null {
  const part = newestPart(thread);
  return part.answer === null ? part : null;
}

export function beginThread(
  prompt: string,
  provider: Asked,
  now: number,
  field: Field | null = null,
): Thread {
  const turns = [newTurn(prompt, provider, now, 0)];
  return withField({ id: crypto.randomUUID(), startedAt: now, turns }, field);
}

/** A conversation that begins with an answer that is there already. */
export function answeredThread(prompt: string, answer: Answer): Thread {
  const asked = { id: answer.provider, model: answer.model };
  const thread = beginThread(prompt, asked, Date.parse(answer.created_at));
  return withPart(thread, () => true, { id: answer.id, answer });
}

/**
 * A follow-up question. What the turn before left out, this one leaves out too; a turn that brought nothing
 * gives way.
 */
export function followedUp(thread: Thread, prompt: string, provider: Asked, now: number): Thread {
  const before = newestTurn(thread);
  const turn = newTurn(prompt, provider, now, before.leftOut);
  const kept = before.versions.some(hasText) ? thread.turns : thread.turns.slice(0, -1);
  return { ...thread, turns: [...kept, turn] };
}

/** The thread when it goes on about a field, or about none. */
export function withField({ field: _, ...thread }: Thread, field: Field | null): Thread {
  return { ...thread, ...(field && { field }) };
}

function withNewestTurn(thread: Thread, turn: Turn): Thread {
  return { ...thread, turns: [...thread.turns.slice(0, -1), turn] };
}

function hasText(version: Version): boolean {
  return version.parts.some(({ answer }) => answer !== null && answer.text !== "");
}

/** The newest prompt asked once more, perhaps of another provider. Versions that brought nothing go. */
export function regenerated(thread: Thread, provider: Asked, now: number): Thread {
  const turn = newestTurn(thread);
  const versions = [...turn.versions.filter(hasText), newVersion(provider, now)];
  return withNewestTurn(thread, { ...turn, versions, shown: versions.length - 1 });
}

/** The newest answer is to go on from where it was cut. A part that brought nothing gives way. */
export function continued(thread: Thread, now: number): Thread {
  const turn = newestTurn(thread);
  const version = shownVersion(turn);
  const parts = [
    ...version.parts.filter(({ answer }) => answer !== null && answer.text !== ""),
    newPart(now),
  ];
  return withNewestTurn(thread, { ...turn, versions: turn.versions.with(turn.shown, { ...version, parts }) });
}

/** Whether the newest part goes on from an answer that had been cut. */
export function goesOn(thread: Thread): boolean {
  return shownVersion(newestTurn(thread)).parts.length > 1;
}

/** Another version of the newest answer comes into sight. */
export function withVersionShown(thread: Thread, shown: number): Thread {
  const turn = newestTurn(thread);
  return shown in turn.versions ? withNewestTurn(thread, { ...turn, shown }) : thread;
}

/** How many earlier turns go along with the newest prompt. */
export function turnsSentAlong(thread: Thread): number {
  return thread.turns.length - 1 - newestTurn(thread).leftOut;
}

/** The older half of what is sent along is left out from now on. */
export function withOlderTurnsLeftOut(thread: Thread): Thread {
  const turn = newestTurn(thread);
  const leftOut = turn.leftOut + Math.ceil(turnsSentAlong(thread) / 2);
  return withNewestTurn(thread, { ...turn, leftOut });
}

/** The thread after a change of the part that `is` finds. */
export function withPart(thread: Thread, is: (part: Part) => boolean, change: Partial<Part>): Thread {
  const inVersion = (version: Version): Version => ({
    ...version,
    parts: version.parts.map((part) => (is(part) ? { ...part, ...change } : part)),
  });
  const inTurn = (turn: Turn): Turn => ({ ...turn, versions: turn.versions.map(inVersion) });
  return { ...thread, turns: thread.turns.map(inTurn) };
}

/** All parts, of every version. */
export function partsOf(thread: Thread): Part[] {
  return thread.turns.flatMap(({ versions }) => versions.flatMap(({ parts }) => parts));
}

const LONGEST_TITLE = 120;

/** The beginning of the first prompt; empty where that is not known. */
export function titleOf(thread: Thread): string {
  const [line = ""] = (thread.turns[0]?.prompt ?? "").trim().split("\n");
  return line.length > LONGEST_TITLE ? `${line.slice(0, LONGEST_TITLE)}…` : line;
}
