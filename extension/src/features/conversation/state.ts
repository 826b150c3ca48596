import type { Answer, ErrorBody, Provider } from "../../shared/gateway/types.ts";
import type { Generation, GenerationStep } from "../answer/generation.ts";
import type { PageAction, PageState, ViewName } from "../connection/state.ts";
import type { Conversation } from "./conversation.ts";
import type { History } from "./summary.ts";

/** The views with what they show. The last three are about the newest turn of the conversation. */
export type View =
  | { name: Exclude<ViewName, "generating" | "answer" | "error"> }
  /** `before` is the answer that this generation continues, where it had been cut. */
  | { name: "generating"; generation: Generation; before: Answer | null }
  | { name: "answer"; answer: Answer }
  | { name: "error"; error: ErrorBody; answer: Answer | null };

export interface ConversationState extends PageState {
  view: View;
  /** The conversation that is shown. */
  conversation: Conversation | null;
  /** Whether the person has chosen a provider since the conversation was last asked, or was opened. */
  providerChosen: boolean;
  /** Whether the conversation that is shown is too large to outlive this page. */
  unkept: boolean;
  history: History;
}

export type ConversationAction =
  | PageAction
  | { type: "loaded"; providers: Provider[]; conversation: Conversation | null }
  | { type: "conversation-shown"; conversation: Conversation | null }
  | { type: "history-changed"; history: History }
  | { type: "asked"; conversation: Conversation }
  | { type: "kept"; kept: boolean }
  | { type: "generation-step"; step: GenerationStep; at: number };
