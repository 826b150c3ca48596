import type { FieldMemory, InsertMode, InsertOutcome } from "./fields.ts";

/**
 * Runs in the page, so it must not refer to anything outside. Writes into the field that `readSelection` remembered
 * under `mark`, as if the person had typed: the page's listeners are called, and Ctrl-Z undoes it.
 */
export function insertText(mark: string, text: string, mode: InsertMode): InsertOutcome {
  /** A field of any kind: its text and its selection, in characters. */
  interface Editor {
    writable(): boolean;
    text(): string;
    selected(): { start: number; end: number } | null;
    select(start: number, end: number): void;
  }

  function editorOfText(element: HTMLInputElement | HTMLTextAreaElement): Editor {
    return {
      writable: () => !element.readOnly && !element.disabled,
      text: () => element.value,
      selected() {
        const { selectionStart: start, selectionEnd: end } = element;
        return start === null || end === null ? null : { start, end };
      },
      select: (start, end) => element.setSelectionRange(start, end),
    };
  }

  function richEditor(element: HTMLElement): Editor {
    const root = element.getRootNode() as Node & { getSelection?(): Selection | null };
    const selection = root.getSelection?.() ?? document.getSelection();

    /** Between two text nodes, a selection begins in the later one and ends in the earlier one. */
    function nodeAt(offset: number, begins: boolean): [Node, number] {
      const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let left = offset;
      let last: [Node, number] = [element, 0];
      while (walker.nextNode()) {
        const { length } = walker.currentNode as Text;
        if (begins ? left < length : left <= length) return [walker.currentNode, left];
        left -= length;
        last = [walker.currentNode, length];
      }
      return last;
    }

    return {
      writable: () => element.isContentEditable,
      text: () => element.textContent ?? "",
      selected() {
        const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
        if (!range || !element.contains(range.commonAncestorContainer)) return null;
        const before = document.createRange();
        before.setStart(element, 0);
        before.setEnd(range.startContainer, range.startOffset);
        const start = before.toString().length;
        return { start, end: start + range.toString().length };
      },
      select(start, end) {
        selection?.setBaseAndExtent(...nodeAt(start, start < end), ...nodeAt(end, false));
      },
    };
  }

  const field = (globalThis as FieldMemory).gatehouseFields?.get(mark);
  if (!field?.element.isConnected) return "gone";
  const { element, texts } = field;
  const isText = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  const editor = isText ? editorOfText(element) : richEditor(element);
  if (!editor.writable()) return "refused";

  const before = editor.text();
  // The text may still be selected (or again, after an undo), or be where it was.
  const now = editor.selected() ?? field;
  const place = [now, field].find(({ start, end }) => texts.includes(before.slice(start, end)));
  if (mode === "replace" && !place) return "changed";

  element.focus();
  if (mode === "replace" && place) editor.select(place.start, place.end);
  else editor.select(now.end, now.end);
  // The only way that supports the page's undo. An editor that inserts the text itself may return false.
  const inserted = document.execCommand("insertText", false, text);
  if (!inserted && editor.text() === before) return "refused";
  if (mode === "replace" && place) {
    // Another answer may replace this one.
    field.start = place.start;
    field.end = editor.selected()?.end ?? place.end;
    texts.push(editor.text().slice(field.start, field.end));
  }
  return "done";
}
