import type { MaybeWithEditContext } from "../fields.ts";

/** A part of a text, in characters. */
export interface Span {
  start: number;
  end: number;
}

/** An editable field of any kind: its text and its selection. */
export interface TextHolder {
  writable(): boolean;
  text(): string;
  /** The most characters that it holds, if there is a limit. */
  longest: number | null;
  selected(): Span | null;
  select(span: Span): void;
}

export function textHolder(element: HTMLElement): TextHolder {
  const isControl = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
  return isControl ? textControl(element) : richText(element);
}

function textControl(element: HTMLInputElement | HTMLTextAreaElement): TextHolder {
  return {
    writable: () => !element.readOnly && !element.disabled,
    text: () => element.value,
    longest: element.maxLength < 0 ? null : element.maxLength,
    selected() {
      const { selectionStart: start, selectionEnd: end } = element;
      return start === null || end === null ? null : { start, end };
    },
    select: ({ start, end }) => element.setSelectionRange(start, end),
  };
}

function richText(element: MaybeWithEditContext): TextHolder {
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

  function selectedRange(): Range | null {
    const range = selection?.rangeCount ? selection.getRangeAt(0) : null;
    return range && element.contains(range.commonAncestorContainer) ? range : null;
  }

  function selected(): Span | null {
    const range = selectedRange();
    if (!range) return null;
    const before = document.createRange();
    before.setStart(element, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const start = before.toString().length;
    return { start, end: start + range.toString().length };
  }

  return {
    writable: () => element.isContentEditable || Boolean(element.editContext),
    text: () => element.textContent ?? "",
    longest: null,
    selected,
    select({ start, end }) {
      const now = selected();
      const range = selectedRange();
      // The position alone does not tell an empty line from the end of the line before.
      if (range && now?.start === start && now.end === end) {
        selection?.setBaseAndExtent(
          range.startContainer,
          range.startOffset,
          range.endContainer,
          range.endOffset,
        );
      } else {
        selection?.setBaseAndExtent(...nodeAt(start, start < end), ...nodeAt(end, false));
      }
    },
  };
}
