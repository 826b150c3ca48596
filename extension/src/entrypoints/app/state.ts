import type { ComposerAction, ComposerState } from "../../features/composer/state.ts";
import { NO_HISTORY } from "../../features/conversation/summary.ts";
import type { HistoryAction, HistoryState } from "../../features/history/history.ts";
import type { KeyAction } from "../../features/keys/keys.ts";

/** The state of a page: what its features declare, in one place, because many actions change several of them. */
export interface State extends ComposerState, HistoryState {}

export type Action = ComposerAction | HistoryAction | KeyAction;

export const INITIAL_STATE: State = {
  view: { name: "opening" },
  start: { name: "idle" },
  unproven: null,
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
