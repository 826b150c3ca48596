import type { SessionItem } from "../../shared/storage/session-item.ts";
import type { Store } from "../../shared/ui/store.ts";
import { type Draft, leftSource } from "../composer/draft.ts";
import type { DraftChanged } from "../composer/state.ts";

export interface PromptActions {
  open(): Promise<void>;
  write(text: string): void;
}

interface PromptContext {
  store: Store<{ previousDraft: string | null }, DraftChanged>;
  items: { draft: SessionItem<Draft> };
  pageId: string;
}

/**
 * The prompt of this page is the draft of popup and panel, which alone take selections. `sent` tells what was
 * last sent here.
 */
export function createPrompt(
  { store, items, pageId }: PromptContext,
  sent: () => string | null,
): PromptActions {
  let draft: Draft = { text: "", author: pageId };

  function show(read: Draft | undefined): void {
    draft = read ?? { text: "", author: pageId };
    store.dispatch({ type: "draft-changed", text: draft.text, previous: store.state.value.previousDraft });
  }

  return {
    async open() {
      show(await items.draft.get());
      items.draft.watch((changed) => {
        // The page's own change comes back late, and would undo what was typed since.
        if (changed?.author !== pageId) show(changed);
      });
    },

    write(text) {
      // Popup and panel keep what they know about the draft, until it is another one.
      const another = text === "" || draft.text === sent();
      const written = { ...(another ? leftSource(draft) : draft), text, author: pageId };
      show(written);
      void items.draft.set(written);
    },
  };
}
