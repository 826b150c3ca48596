import type { Context } from "../../entrypoints/app/context.ts";
import type { Draft, Selection } from "../../entrypoints/app/session-storage.ts";
import { lastPrompt } from "../conversation/selectors.ts";
import type { Field } from "../page/fields.ts";

export interface DraftActions {
  open(): Promise<void>;
  write(text: string): void;
  restorePrevious(): void;
  /** The last prompt comes back into an empty field. */
  recall(): void;
  /** The editable field on a page that the draft came from. */
  field(): Field | null;
}

const LOCK = "gatehouse-selection";

/** A quick action that no page was there to take is not run later, when nobody thinks of it any more. */
const RUNS_WITHIN_MS = 30_000;

/** The selection that a draft came from. */
type Source = Omit<Draft, "text" | "author">;

/** Of a draft that has nothing more to do with its selection, which still is not taken twice. */
export function leftSource({ selectionAt }: Source): Source {
  return selectionAt === undefined ? {} : { selectionAt };
}

/** The prompt as it is being written, shared by popup and panel. `run` asks what a quick action asks. */
export function createDrafts(context: Context, run: (prompt: string) => void): DraftActions {
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
    // One that the browser's memory has no room for lives as long as this page.
    void items.draft.set({ text, author: pageId, ...source }).catch(() => items.draft.remove());
    void (previous === null ? items.previousDraft.remove() : items.previousDraft.set(previous));
  }

  /** True for one page only, however many are open. */
  async function claim(at: number): Promise<boolean> {
    return await locks.request(LOCK, { mode: "exclusive" }, async () => {
      const waiting = await items.selection.get();
      if (waiting?.at !== at || !waiting.run) return false;
      await items.selection.set({ ...waiting, run: false });
      return true;
    });
  }

  /** A selection becomes the draft. What the person had written, and not yet sent, can be fetched back. */
  async function take(selection: Selection | undefined): Promise<void> {
    if (!selection?.text || selection.at <= (source.selectionAt ?? 0)) return;
    const { text, at, cut, field } = selection;
    const { fromSelection = false } = source;
    source = { selectionAt: at, fromSelection: true, ...(cut && { cut }), ...(field && { field }) };
    const { draft, previousDraft } = state.value;
    const sent = draft === lastPrompt(state.value);
    // A selection can be made again; what the person has written before it cannot.
    const stepsAside = fromSelection && previousDraft !== null;
    const worthKeeping = draft.trim() !== "" && !sent && draft !== text && !stepsAside;
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
        // The echo of what was typed here would overwrite what was typed since.
        if (changed && changed.author !== pageId) read(changed, state.value.previousDraft);
      });
      items.session.watch((session) => {
        if (session === undefined) source = {};
      });
      // What is to be asked at once is under way before an older answer would be shown.
      await taken;
    },

    write(text) {
      const { draft, previousDraft, view } = state.value;
      if (draft === lastPrompt(state.value)) {
        // Once it is sent, the next one is the person's own; but one that failed is there to be mended.
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
