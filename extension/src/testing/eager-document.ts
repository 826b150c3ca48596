import { GrowingDocument } from "../shared/markdown/growing-document.ts";

/** A document that does all its work at once, without pauses. */
export class EagerDocument {
  readonly #growing: GrowingDocument;

  constructor(root: HTMLElement) {
    this.#growing = new GrowingDocument(root, () => this.#work());
  }

  show(text: string, complete: boolean): void {
    this.#growing.update(text, complete);
    this.#work();
  }

  #work(): void {
    while (this.#growing.advance());
  }
}

/** A complete answer as it is rendered. */
export function shown(text: string): HTMLElement {
  const root = document.createElement("div");
  new EagerDocument(root).show(text, true);
  return root;
}
