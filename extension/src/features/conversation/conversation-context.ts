import type { ReadonlySignal } from "@preact/signals";
import { requiredContext } from "../../shared/ui/required-context.ts";
import type { FocusTarget } from "../../shared/ui/use-focus-requests.ts";
import type { ConversationActions } from "./conversations.ts";
import type { GenerationActions } from "./generations.ts";
import type { ConversationState } from "./state.ts";

/** What the components of a conversation need of the page around them. */
interface ConversationPage {
  state: ReadonlySignal<ConversationState>;
  generations: GenerationActions;
  conversations: Pick<ConversationActions, "showVersion">;
  focus(target: FocusTarget | null): void;
  /** Does again what failed. */
  retry(): Promise<void>;
}

export const [ConversationProvider, useConversation] = requiredContext<ConversationPage>("conversation");
