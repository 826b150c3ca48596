import type { Locks, StoredSession } from "../../shared/gateway/session.ts";
import type { SessionItem } from "../../shared/storage/session-item.ts";
import type { Store } from "../../shared/ui/store.ts";
import { lastPrompt } from "../conversation/selectors.ts";
import type { Field } from "../page/fields.ts";
import { type Draft, leftSource, type Selection, type Source } from "./draft.ts";
import type { ComposerAction, ComposerState } from "./state.ts";

export interface DraftActions {
  open(): Promise<void>;
  write(text: string): void;
  restorePrevious(): void;
  /** Brings the last prompt back into an empty field. */
  recall(): void;
  /** The editable field on a page that the draft came from. */
  field(): Field | null;
}

const LOCK = "gatehouse-selection";

/** A quick action is not run by a page that opens much later: the person no longer expects it. */
const RUNS_WITHIN_MS = 30_000;

interface DraftsContext {
  store: Store<ComposerState, ComposerAction>;
  items: {
    draft: SessionItem<Draft>;
    previousDraft: SessionItem<string>;
    selection: SessionItem<Selection>;
    session: SessionItem<StoredSession>;
  };
  locks: Locks;
  pageId: string;
}

/** The draft that popup and panel share. `run` sends the prompt of a quick action. */
export function createDrafts(context: DraftsContext, run: (prompt: string) => void): DraftActions {
  const { store, items, pageId, locks } = context;
  const { dispatch, state } = store;
  let source: Source = {};

  function show(text: string, previous: string | null): void {
    const { fromSelection = false, cut = false } = source;
    dispatch({ type: "draft-changed", text, previous, fromSelection, cut });
  }

  function save(text: string, previous: string | null): void {
    if (text === "") source = leftSource(source);
    show(text, previous);
    // A draft that is too large for the session storage lives only as long as this page.
    void items.draft.set({ text, author: pageId, ...source }).catch(() => items.draft.remove());
    void (previous === null ? items.previousDraft.remove() : items.previousDraft.set(previous));
  }

  /** Resolves with true in one page only, however many are open. */
  async function claim(at: number): Promise<boolean> {
    return await locks.request(LOCK, { mode: "exclusive" }, async () => {
      const waiting = await items.selection.get();
      if (waiting?.at !== at || !waiting.run) return false;
      await items.selection.set({ ...waiting, run: false });
      return true;
    });
  }

  /** Makes a selection the draft. What the person had written, and not sent, can be restored. */
  async function take(selection: Selection | undefined): Promise<void> {
    if (!selection?.text || selection.at <= (source.selectionAt ?? 0)) return;
    const { text, at, cut, field } = selection;
    const { fromSelection = false } = source;
    source = { selectionAt: at, fromSelection: true, ...(cut && { cut }), ...(field && { field }) };
    const { draft, previousDraft } = state.value;
    const sent = draft === lastPrompt(state.value);
    // A selection can be made again. What the person wrote before it cannot.
    const replaceable = fromSelection && previousDraft !== null;
    const worthKeeping = draft.trim() !== "" && !sent && draft !== text && !replaceable;
    save(text, worthKeeping ? draft : previousDraft);
    dispatch({ type: "focus", target: "prompt" });
    if (!selection.run || Date.now() - at > RUNS_WITHIN_MS) return;
    if (await claim(at)) run(text);
  }

  function read(draft: Draft | undefined, previous: string | null): void {
    const { text = "", author: _, ...from } = draft ?? {};
    source = from;
    show(text, previous);
  }

  return {
    async open() {
      const [draft, previous, selection] = await Promise.all([
        items.draft.get(),
        items.previousDraft.get(),
        items.selection.get(),
      ]);
      read(draft, previous ?? null);
      const taken = take(selection);
      items.selection.watch((changed) => void take(changed));
      items.draft.watch((changed) => {
        // The page's own change comes back late, and would undo what was typed since.
        if (changed && changed.author !== pageId) read(changed, state.value.previousDraft);
      });
      items.session.watch((session) => {
        if (session === undefined) source = {};
      });
      // A quick action starts before an older answer would be shown.
      await taken;
    },

    write(text) {
      const { draft, previousDraft, view } = state.value;
      if (draft === lastPrompt(state.value)) {
        // A draft after a sent one is the person's own. One that failed is still the same, to be corrected.
        source = view.name === "error" ? { ...source, fromSelection: false } : leftSource(source);
      }
      save(text, previousDraft);
    },

    restorePrevious() {
      const { previousDraft } = state.value;
      if (previousDraft === null) return;
      source = leftSource(source);
      save(previousDraft, null);
      dispatch({ type: "focus", target: "prompt" });
    },

    recall() {
      const { draft, previousDraft } = state.value;
      const prompt = lastPrompt(state.value);
      if (draft === "" && prompt !== null) save(prompt, previousDraft);
    },

    field: () => source.field ?? null,
  };
}
