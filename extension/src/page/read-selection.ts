import type { FieldMemory } from "./fields.ts";

export interface PageSelection {
  text: string;
  /** Whether there was more of it than the limit. */
  cut: boolean;
  editable: boolean;
}

/**
 * Runs in the page, so it must stand on its own. Reads the selected text with its line breaks, at most
 * `limit` characters of it. The editable field that it is in, if any, is remembered under `mark`.
 */
export function readSelection(limit: number, mark: string): PageSelection {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const root = active?.getRootNode() as Node & { getSelection?(): Selection | null };
  const selection = root?.getSelection?.() ?? document.getSelection();

  let text = selection?.toString() ?? "";
  const memory = globalThis as FieldMemory;
  memory.gatehouseFields ??= new Map();
  const remember = memory.gatehouseFields;
  if (
    (active instanceof HTMLInputElement && active.type !== "password") ||
    active instanceof HTMLTextAreaElement
  ) {
    const { selectionStart: start, selectionEnd: end } = active;
    // Fields for numbers and the like tell nothing of their selection.
    if (start !== null && end !== null && start < end) {
      text = active.value.slice(start, end);
      remember.set(mark, { kind: "text", element: active, start, end, texts: [text] });
    }
  } else if (active instanceof HTMLElement && active.isContentEditable && selection?.rangeCount) {
    const range = selection.getRangeAt(0).cloneRange();
    if (active.contains(range.commonAncestorContainer)) {
      remember.set(mark, { kind: "rich", element: active, range, texts: [range.toString()] });
    }
  }
  return { text: text.slice(0, limit), cut: text.length > limit, editable: remember.has(mark) };
}
