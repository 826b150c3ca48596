import type { Selection } from "../storage/session-storage.ts";
import type { Context } from "./context.ts";

export interface DraftActions {
  open(): Promise<void>;
  write(text: string): void;
  restorePrevious(): void;
}

/** The prompt as it is being written, shared by popup and panel. */
export function createDrafts({ store, items, pageId }: Context): DraftActions {
  const { dispatch, state } = store;
  let selectionAt: number | undefined;

  function save(text: string, previous: string | null): void {
    dispatch({ type: "draft-changed", text, previous });
    void items.draft.set({ text, author: pageId, ...(selectionAt === undefined ? {} : { selectionAt }) });
    void (previous === null ? items.previousDraft.remove() : items.previousDraft.set(previous));
  }

  /** A selection becomes the draft. What the person had written, and not yet sent, can be fetched back. */
  function take(selection: Selection | undefined): void {
    if (!selection?.text || selection.at === selectionAt) return;
    selectionAt = selection.at;
    const { draft, prompt, previousDraft } = state.value;
    const worthKeeping = draft.trim() !== "" && draft !== prompt && draft !== selection.text;
    save(selection.text, worthKeeping ? draft : previousDraft);
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
      dispatch({ type: "draft-changed", text: draft?.text ?? "", previous: previous ?? null });
      take(selection);
      items.selection.watch(take);
      items.draft.watch((changed) => {
        // The echo of what was typed here would overwrite what was typed since.
        if (!changed || changed.author === pageId) return;
        selectionAt = changed.selectionAt;
        dispatch({ type: "draft-changed", text: changed.text, previous: state.value.previousDraft });
      });
    },

    write(text) {
      save(text, state.value.previousDraft);
    },

    restorePrevious() {
      const { previousDraft } = state.value;
      if (previousDraft === null) return;
      save(previousDraft, null);
      dispatch({ type: "focus", target: "prompt" });
    },
  };
}
