import type { Conversation } from "../../features/conversation/conversation.ts";
import { type History, NO_HISTORY } from "../../features/conversation/summary.ts";
import type { Answer, ErrorBody, Provider, SessionInfo } from "../../shared/gateway/types.ts";

/** A generation that is under way. */
export interface Generation {
  /** The part of the conversation that it is. */
  ref: string;
  /** What stood there before, where it goes on from a cut answer. */
  before: Answer | null;
  /** The answer as far as it has arrived; its id is empty until the gateway has named it. */
  answer: Answer;
  /** Milliseconds of the clock. */
  startedAt: number;
  /** The wait before the next attempt, while there is one. */
  retry: { attempt: number; waitMs: number; until: number; code: string } | null;
  stopping: boolean;
}

/** Where a person can be. Each is a view of its own; the last three are about the conversation's newest turn. */
export type View =
  | { name: "opening" }
  | { name: "gateway-away" }
  | { name: "no-key" }
  | { name: "ready" }
  | { name: "generating"; generation: Generation }
  | { name: "answer"; answer: Answer }
  | { name: "error"; error: ErrorBody; answer: Answer | null };

/** How far a click on Start has come. `detail` is the gateway's own sentence, or where it listens instead. */
export type Start =
  | { name: "idle" }
  | { name: "starting" }
  | { name: "failed"; why: "not-permitted" | "not-set-up" }
  | { name: "failed"; why: "refused" | "elsewhere"; detail: string };

/** What should have the keyboard next: a `data-focus` mark in the page. */
export type FocusTarget =
  | "prompt"
  | "provider"
  | "keys"
  | "paste"
  | "remove"
  | "stop"
  | "history"
  | "history-button"
  | `key:${string}`;

/** The gateway started anew, nobody used the session, or its day was over. */
export type SessionEnd = "restarted" | "idle" | "lifetime";

export interface State {
  view: View;
  start: Start;
  providers: Provider[];
  draft: string;
  /** Whether the draft was made from a selection, and has nothing to do with the conversation in sight. */
  draftFromSelection: boolean;
  /** A draft that a selection has pushed aside. */
  previousDraft: string | null;
  /** Whether the selection that the draft came from was too long to be taken whole. */
  draftCut: boolean;
  /** The conversation in sight. */
  conversation: Conversation | null;
  /** Whether a provider has been chosen since the conversation was last asked, or came into sight. */
  providerChosen: boolean;
  /** Whether the conversation in sight is too large to outlive this page. */
  unkept: boolean;
  history: History;
  historyOpen: boolean;
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
  start: { name: "idle" },
  providers: [],
  draft: "",
  draftFromSelection: false,
  previousDraft: null,
  draftCut: false,
  conversation: null,
  providerChosen: false,
  unkept: false,
  history: NO_HISTORY,
  historyOpen: false,
  sessionEnd: null,
  sessionInfo: null,
  problem: null,
  focus: null,
};
