import type { Answer, ErrorBody, Provider, SessionInfo } from "../gateway/types.ts";
import type { FieldPrompt } from "../storage/session-storage.ts";

/** A generation that is under way. */
export interface Generation {
  /** The answer as far as it has arrived; its id is empty until the gateway has named it. */
  answer: Answer;
  /** Milliseconds of the clock. */
  startedAt: number;
  /** The wait before the next attempt, while there is one. */
  retry: { attempt: number; until: number; code: string } | null;
  stopping: boolean;
}

/** Where a person can be. Each is a view of its own. */
export type View =
  | { name: "opening" }
  | { name: "gateway-away" }
  | { name: "no-key" }
  | { name: "ready" }
  | { name: "generating"; generation: Generation }
  | { name: "answer"; answer: Answer }
  | { name: "error"; error: ErrorBody; answer: Answer | null };

/** What should have the keyboard next: a `data-focus` mark in the page. */
export type FocusTarget = "prompt" | "provider" | "keys" | "paste" | "remove" | "stop" | `key:${string}`;

/** The gateway started anew, nobody used the session, or its day was over. */
export type SessionEnd = "restarted" | "idle" | "lifetime";

export interface State {
  view: View;
  providers: Provider[];
  draft: string;
  /** A draft that a selection has pushed aside. */
  previousDraft: string | null;
  /** Whether the selection that the draft came from was too long to be taken whole. */
  draftCut: boolean;
  /** Prompts that came out of an editable field, newest first. */
  fieldPrompts: FieldPrompt[];
  /** The prompt behind the newest generation, where this session's pages know it. */
  prompt: string | null;
  /** Why the last session ended, where it was not by the person's own wish. */
  sessionEnd: SessionEnd | null;
  /** When the session ends, as last heard. */
  sessionInfo: SessionInfo | null;
  /** What went wrong outside of a generation. */
  problem: ErrorBody | null;
  focus: FocusTarget | null;
}

export const INITIAL_STATE: State = {
  view: { name: "opening" },
  providers: [],
  draft: "",
  previousDraft: null,
  draftCut: false,
  fieldPrompts: [],
  prompt: null,
  sessionEnd: null,
  sessionInfo: null,
  problem: null,
  focus: null,
};
