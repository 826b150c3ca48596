import type { ReadonlySignal } from "@preact/signals";
import { requiredContext } from "../../shared/ui/required-context.ts";
import type { FocusTarget } from "../../shared/ui/use-focus-requests.ts";
import type { DraftActions } from "./drafts.ts";
import type { ComposerState } from "./state.ts";

/** What the components of the composer need of the page around them. */
export interface ComposerPage {
  state: ReadonlySignal<ComposerState>;
  drafts: Pick<DraftActions, "write" | "restorePrevious" | "recall">;
  /** Begins a conversation with this prompt. */
  ask(prompt: string): Promise<void>;
  /** Continues the conversation that is shown. */
  followUp(prompt: string): Promise<void>;
  focus(target: FocusTarget | null): void;
}

export const [ComposerProvider, useComposer] = requiredContext<ComposerPage>("composer");
