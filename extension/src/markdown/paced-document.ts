import { GrowingDocument } from "./growing-document.ts";
import { Pace } from "./pace.ts";

/** An answer in the page, at a pace that leaves the page free. `aria-busy` says whether it is all there. */
export class PacedDocument {
  readonly #root: HTMLElement;
  readonly #document: GrowingDocument;
  readonly #pace: Pace;

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
        root.ariaBusy = "false";
      },
    );
  }

  show(text: string, complete: boolean): void {
    this.#root.ariaBusy = "true";
    this.#document.update(text, complete);
    // Whoever is told that the answer is ready shall see all of it.
    this.#pace.wake(complete);
  }

  stop(): void {
    this.#pace.stop();
  }
}
