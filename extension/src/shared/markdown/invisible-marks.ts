import { strings } from "../locales/index.ts";
import { countInvisible, type InvisibleRun, splitAtInvisible } from "./invisible.ts";

function mark({ characters, count, name }: InvisibleRun): HTMLElement {
  const shown = document.createElement("span");
  shown.className = "invisible-mark";
  shown.dataset.name = count > 1 ? `${name} +${count - 1}` : name;
  shown.role = "img";
  shown.ariaLabel = strings.answer.invisible(count, name);
  // The characters themselves stay, so a copied text is unchanged.
  shown.textContent = characters;
  return shown;
}

/** Marks the invisible characters of an element that has no marks yet. */
export function markInvisible(root: Node): void {
  if (countInvisible(root.textContent ?? "") === 0) return;
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const texts: Text[] = [];
  while (walker.nextNode()) {
    if (walker.currentNode instanceof Text) texts.push(walker.currentNode);
  }
  for (const text of texts) {
    const parts = splitAtInvisible(text.data);
    if (parts.length > 1 || typeof parts[0] !== "string") {
      text.replaceWith(...parts.map((part) => (typeof part === "string" ? part : mark(part))));
    }
  }
}
