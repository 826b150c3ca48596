import type { FieldMemory, InsertMode, InsertOutcome, RichField, TextField } from "./fields.ts";

/**
 * Runs in the page, so it must stand on its own. Writes into the field that `readSelection` remembered under
 * `mark`, as if the person had typed it: the page's own listeners hear of it, and Ctrl-Z takes it back.
 */
export function insertText(mark: string, text: string, mode: InsertMode): InsertOutcome {
  /** A place in a field, with the text that it holds by now. */
  interface Place {
    text: string;
    select(): void;
    /** Remembers what has been written there, so that another answer may take its place. */
    remember(): void;
  }

  function selectionIn(element: HTMLElement): Selection | null {
    const root = element.getRootNode() as Node & { getSelection?(): Selection | null };
    return root.getSelection?.() ?? document.getSelection();
  }

  // Both give first what is selected now, then where the selection was when it was read.

  function placesInText(field: TextField): Place[] {
    const { element, start, end } = field;
    const now = [element.selectionStart ?? end, element.selectionEnd ?? end] as const;
    return [now, [start, end] as const].map(([from, to]) => ({
      text: element.value.slice(from, to),
      select: () => element.setSelectionRange(mode === "insert" ? to : from, to),
      remember() {
        field.start = from;
        field.end = element.selectionEnd ?? to;
        field.texts.push(element.value.slice(field.start, field.end));
      },
    }));
  }

  function placesInRich(field: RichField): Place[] {
    const { element } = field;
    const selection = selectionIn(element);
    const now = selection?.rangeCount ? [selection.getRangeAt(0).cloneRange()] : [];
    const inField = now.filter((range) => element.contains(range.commonAncestorContainer));
    return [...inField, field.range].map((range) => ({
      text: range.toString(),
      select() {
        selection?.removeAllRanges();
        selection?.addRange(range.cloneRange());
        if (mode === "insert") selection?.collapseToEnd();
      },
      remember() {
        if (!selection?.focusNode) return;
        field.range = range.cloneRange();
        field.range.setEnd(selection.focusNode, selection.focusOffset);
        field.texts.push(field.range.toString());
      },
    }));
  }

  const field = (globalThis as FieldMemory).gatehouseFields?.get(mark);
  if (!field?.element.isConnected) return "gone";
  const { element, kind, texts } = field;
  const writable = kind === "rich" ? element.isContentEditable : !(element.readOnly || element.disabled);
  if (!writable) return "refused";

  const places = kind === "rich" ? placesInRich(field) : placesInText(field);
  const place = mode === "insert" ? places[0] : places.find((one) => texts.includes(one.text));
  if (!place) return "changed";

  const content = () => (kind === "rich" ? element.textContent : element.value);
  const before = content();
  element.focus();
  place.select();
  // The only way in that the page's undo knows. An editor that inserts by itself may answer false.
  const inserted = document.execCommand("insertText", false, text);
  if (!inserted && content() === before) return "refused";
  if (mode === "replace") place.remember();
  return "done";
}
