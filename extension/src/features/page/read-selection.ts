import type { FieldMemory, MaybeWithEditContext, RememberedField } from "./fields.ts";

export interface PageSelection {
  text: string;
  /** Whether the selection was longer than the limit. */
  cut: boolean;
  editable: boolean;
}

/**
 * Runs in the page, so it must not refer to anything outside. Reads the selected text with its line breaks, at
 * most `limit` characters. The editable field that it is in, if any, is remembered under `mark`.
 */
export function readSelection(limit: number, mark: string): PageSelection {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const root = active?.getRootNode() as (Node & { getSelection?(): Selection | null }) | undefined;
  const selection = root?.getSelection?.() ?? document.getSelection();

  function fieldOfText(element: HTMLInputElement | HTMLTextAreaElement): RememberedField | null {
    const { selectionStart: start, selectionEnd: end, value, type } = element;
    // Number fields and the like have no selection, and a password is never read.
    if (type === "password" || start === null || end === null || start === end) return null;
    return { element, places: [{ start, end, text: value.slice(start, end) }] };
  }

  function richField(element: MaybeWithEditContext): RememberedField | null {
    if (!element.isContentEditable && !element.editContext) return null;
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    const text = range?.toString() ?? "";
    // Without text, or reaching outside of the field, it is no selection of the field.
    if (!range || text === "" || !element.contains(range.commonAncestorContainer)) return null;
    const before = document.createRange();
    before.setStart(element, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    return { element, places: [{ start, end: start + text.length, text }] };
  }

  let text = selection?.toString() ?? "";
  let field: RememberedField | null = null;
  if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) {
    field = fieldOfText(active);
    text = field?.places[0]?.text ?? text;
  } else if (active instanceof HTMLElement) {
    field = richField(active);
  }
  if (field) {
    const memory = globalThis as FieldMemory;
    memory.gatehouseFields ??= new Map();
    memory.gatehouseFields.set(mark, field);
  }
  return { text: text.slice(0, limit), cut: text.length > limit, editable: field !== null };
}
