/** Characters after which a new element begins, at the next line end. */
const CHAPTER = 2_000;

/** Plain text that grows at its end. Only the last element changes, so the cost of a piece does not grow. */
export class GrowingText {
  readonly #root: HTMLElement;
  #text = "";
  #chapter: Element | null = null;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** Returns the elements that have changed. */
  show(text: string): Set<Element> {
    const changed = new Set<Element>();
    if (!text.startsWith(this.#text)) {
      this.#root.replaceChildren();
      this.#chapter = null;
      this.#text = "";
    }
    let rest = text.slice(this.#text.length);
    this.#text = text;
    while (rest) {
      const room = Math.max(CHAPTER - (this.#chapter?.textContent.length ?? 0), 0);
      const lineEnd = rest.indexOf("\n", room);
      const taken = lineEnd < 0 ? rest : rest.slice(0, lineEnd);
      changed.add(this.#append(taken));
      rest = lineEnd < 0 ? "" : rest.slice(lineEnd + 1);
      if (lineEnd >= 0) this.#chapter = null;
    }
    return changed;
  }

  #append(text: string): Element {
    if (this.#chapter === null) {
      this.#chapter = document.createElement("div");
      this.#root.append(this.#chapter);
    }
    const [only, ...others] = this.#chapter.childNodes;
    if (only instanceof Text && others.length === 0) only.appendData(text);
    // Invisible characters may have been marked, which adds elements, but no text.
    else this.#chapter.textContent += text;
    return this.#chapter;
  }
}
