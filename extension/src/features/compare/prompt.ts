import type { Context } from "../../entrypoints/app/context.ts";
import type { Draft } from "../../entrypoints/app/session-storage.ts";
import { leftSource } from "../composer/drafts.ts";

export interface PromptActions {
  open(): Promise<void>;
  write(text: string): void;
}

/**
 * The draft of popup and panel is the prompt of this page, too. Selections are for them to take. `sent` tells
 * what was last asked here.
 */
export function createPrompt({ store, items, pageId }: Context, sent: () => string | null): PromptActions {
  let draft: Draft = { text: "", author: pageId };

  function show(read: Draft | undefined): void {
    draft = read ?? { text: "", author: pageId };
    store.dispatch({ type: "draft-changed", text: draft.text, previous: store.state.value.previousDraft });
  }

  return {
    async open() {
      show(await items.draft.get());
      items.draft.watch((changed) => {
        // The echo of what was typed here would overwrite what was typed since.
        if (changed?.author !== pageId) show(changed);
      });
    },

    write(text) {
      // Whatever else popup and panel know of their draft stays with it, until it is something else.
      const another = text === "" || draft.text === sent();
      const written = { ...(another ? leftSource(draft) : draft), text, author: pageId };
      show(written);
      void items.draft.set(written);
    },
  };
}
