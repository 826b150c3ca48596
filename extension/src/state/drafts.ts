import type { Draft, Selection } from "../storage/session-storage.ts";
import type { Context } from "./context.ts";
import { lastPrompt } from "./selectors.ts";

export interface DraftActions {
  open(): Promise<void>;
  write(text: string): void;
  restorePrevious(): void;
}

/** The prompt as it is being written, shared by popup and panel. */
export function createDrafts({ store, items, pageId }: Context): DraftActions {
  const { dispatch, state } = store;
  let selectionAt: number | undefined;

  function save(text: string, previous: string | null, fromSelection = false): void {
    dispatch({ type: "draft-changed", text, previous, fromSelection });
    const selection = selectionAt === undefined ? {} : { selectionAt, fromSelection };
    // One that the browser's memory has no room for lives as long as this page.
    void items.draft.set({ text, author: pageId, ...selection }).catch(() => items.draft.remove());
    void (previous === null ? items.previousDraft.remove() : items.previousDraft.set(previous));
  }

  function show(draft: Draft | undefined, previous: string | null): void {
    const { text = "", fromSelection = false } = draft ?? {};
    dispatch({ type: "draft-changed", text, previous, fromSelection });
  }

  /** A selection becomes the draft. What the person had written, and not yet sent, can be fetched back. */
  function take(selection: Selection | undefined): void {
    if (!selection?.text || selection.at === selectionAt) return;
    selectionAt = selection.at;
    const { draft, previousDraft } = state.value;
    const sent = draft === lastPrompt(state.value);
    const worthKeeping = draft.trim() !== "" && !sent && draft !== selection.text;
    save(selection.text, worthKeeping ? draft : previousDraft, true);
    dispatch({ type: "focus", target: "prompt" });
  }

  return {
    async open() {
      const [draft, previous, selection] = await Promise.all([
        items.draft.get(),
        items.previousDraft.get(),
        items.selection.get(),
      ]);
      selectionAt = draft?.selectionAt;
      show(draft, previous ?? null);
      take(selection);
      items.selection.watch(take);
      items.draft.watch((changed) => {
        // The echo of what was typed here would overwrite what was typed since.
        if (!changed || changed.author === pageId) return;
        selectionAt = changed.selectionAt;
        show(changed, state.value.previousDraft);
      });
    },

    write(text) {
      const { draft, draftFromSelection, previousDraft } = state.value;
      // Once sent or emptied, the next one is the person's own.
      const stillSelection = draftFromSelection && text !== "" && draft !== lastPrompt(state.value);
      save(text, previousDraft, stillSelection);
    },

    restorePrevious() {
      const { previousDraft } = state.value;
      if (previousDraft === null) return;
      save(previousDraft, null);
      dispatch({ type: "focus", target: "prompt" });
    },
  };
}
