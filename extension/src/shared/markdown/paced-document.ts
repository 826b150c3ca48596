import { GrowingDocument } from "./growing-document.ts";
import { Pace } from "./pace.ts";

/** An answer in the page, rendered without blocking the page. `aria-busy` is true until all of it is shown. */
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
        // Forces the layout, which is due anyway, so that its time counts as work.
        root.getBoundingClientRect();
        return more;
      },
      () => {
        if (this.#complete) root.ariaBusy = "false";
      },
    );
  }

  show(text: string, complete: boolean): void {
    // Set only where it differs: each write would be a change of the page.
    if (this.#root.ariaBusy !== "true") this.#root.ariaBusy = "true";
    this.#complete = complete;
    this.#document.update(text, complete);
    // A complete answer is urgent: a person who is told that it is ready should see all of it.
    this.#pace.wake(complete);
  }

  stop(): void {
    this.#pace.stop();
  }
}
