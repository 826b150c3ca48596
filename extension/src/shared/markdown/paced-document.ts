import { GrowingDocument } from "./growing-document.ts";
import { Pace } from "./pace.ts";

/** An answer in the page, at a pace that leaves the page free. `aria-busy` says until when more will come. */
export class PacedDocument {
  readonly #root: HTMLElement;
  readonly #document: GrowingDocument;
  readonly #pace: Pace;
  #complete = false;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#document = new GrowingDocument(root, () => this.#pace.wake());
    this.#pace = new Pace(
      () => {
        const more = this.#document.advance();
        // The layout is due anyway. Done here, it counts as work.
        root.getBoundingClientRect();
        return more;
      },
      () => {
        if (this.#complete) root.ariaBusy = "false";
      },
    );
  }

  show(text: string, complete: boolean): void {
    // Each change of it is one of the page.
    if (this.#root.ariaBusy !== "true") this.#root.ariaBusy = "true";
    this.#complete = complete;
    this.#document.update(text, complete);
    // Whoever is told that the answer is ready shall see all of it.
    this.#pace.wake(complete);
  }

  stop(): void {
    this.#pace.stop();
  }
}
