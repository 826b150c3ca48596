/** Characters after which a new element begins, at the next line end. */
const CHAPTER = 2_000;

/** Plain text that grows at its end. Only the last element changes, so the cost of a piece does not grow. */
export class GrowingText {
  readonly #root: HTMLElement;
  #text = "";
  #chapter: Text | null = null;

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  show(text: string): void {
    if (!text.startsWith(this.#text)) {
      this.#root.replaceChildren();
      this.#chapter = null;
      this.#text = "";
    }
    let rest = text.slice(this.#text.length);
    this.#text = text;
    while (rest) {
      const room = Math.max(CHAPTER - (this.#chapter?.length ?? 0), 0);
      const lineEnd = rest.indexOf("\n", room);
      const taken = lineEnd < 0 ? rest : rest.slice(0, lineEnd);
      this.#append(taken);
      rest = lineEnd < 0 ? "" : rest.slice(lineEnd + 1);
      if (lineEnd >= 0) this.#chapter = null;
    }
  }

  #append(text: string): void {
    if (this.#chapter === null) {
      this.#chapter = new Text();
      const chapter = document.createElement("div");
      chapter.append(this.#chapter);
      this.#root.append(chapter);
    }
    this.#chapter.appendData(text);
  }
}
