import { canFollowUp, lastPrompt } from "../conversation/selectors.ts";
import type { ConversationAction, ConversationState } from "../conversation/state.ts";

export interface ComposerState extends ConversationState {
  draft: string;
  /** Whether the draft was made from a selection, and so does not belong to the conversation that is shown. */
  draftFromSelection: boolean;
  /** A draft that a selection has replaced. */
  previousDraft: string | null;
  /** Whether the selection that the draft came from was too long to be taken whole. */
  draftCut: boolean;
}

export interface DraftChanged {
  type: "draft-changed";
  text: string;
  previous: string | null;
  fromSelection?: boolean;
  cut?: boolean;
}

export type ComposerAction = ConversationAction | DraftChanged;

/**
 * Whether the draft is the next question of the conversation: it is neither the last prompt nor a selection.
 * Then Follow up is the primary button, and what Ctrl-Enter does.
 */
export function isFollowUp(state: ComposerState): boolean {
  return canFollowUp(state) && !state.draftFromSelection && state.draft !== lastPrompt(state);
}
