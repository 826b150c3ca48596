import type { FieldMemory, InsertMode, InsertOutcome } from "./fields.ts";

/**
 * Runs in the page, so it must stand on its own. Writes into the field that `readSelection` remembered under
 * `mark`, as if the person had typed it: the page's own listeners hear of it, and Ctrl-Z takes it back.
 */
export function insertText(mark: string, text: string, mode: InsertMode): InsertOutcome {
  /** A field of whatever kind: a text, and what is selected of it, in characters. */
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

    /** Between two pieces of text a selection begins in the later one, and ends in the earlier. */
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
  // What was selected may still be selected (or again, after an undo), or lie where it was.
  const now = editor.selected() ?? field;
  const place = [now, field].find(({ start, end }) => texts.includes(before.slice(start, end)));
  if (mode === "replace" && !place) return "changed";

  element.focus();
  if (mode === "replace" && place) editor.select(place.start, place.end);
  else editor.select(now.end, now.end);
  // The only way in that the page's undo knows. An editor that inserts by itself may answer false.
  const inserted = document.execCommand("insertText", false, text);
  if (!inserted && editor.text() === before) return "refused";
  if (mode === "replace" && place) {
    // Another answer may take the place of this one.
    field.start = place.start;
    field.end = editor.selected()?.end ?? place.end;
    texts.push(editor.text().slice(field.start, field.end));
  }
  return "done";
}
