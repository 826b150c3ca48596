// Lists, tables and quotations have sides: bullets, columns and bars stand where their own language begins to read.

const SIDED = "ul, ol, table, blockquote";
/** Written from left to right in every language, or not by the model. */
const APART = "code, pre, .math, .link-host, .image-placeholder";
const RIGHT_TO_LEFT = /[\u0590-\u08FF\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** As HTML's `dir="auto"` finds it, by the first letter; null if there is none. */
function directionOf(element: Element): "ltr" | "rtl" | null {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { textContent, parentElement } = texts.currentNode;
    const letter = parentElement?.closest(APART) ? null : /\p{L}/u.exec(textContent ?? "");
    if (letter) return RIGHT_TO_LEFT.test(letter[0]) ? "rtl" : "ltr";
  }
  return null;
}

export function setDirections(fragment: DocumentFragment): void {
  for (const block of fragment.querySelectorAll<HTMLElement>(SIDED)) {
    const direction = directionOf(block);
    if (direction) block.dir = direction;
  }
}
