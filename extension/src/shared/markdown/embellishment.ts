import { loadFormulas, setFormula } from "./formulas.ts";
import { colour, loadLanguage } from "./highlight.ts";

const CODE = "pre[data-language] > code";
const FORMULA = "code.math";

function find(root: Element, selector: string): Element[] {
  return root.matches(selector) ? [root] : [...root.querySelectorAll(selector)];
}

function languageOf(code: Element): string {
  return code.parentElement?.dataset.language ?? "";
}

/**
 * Work on finished blocks that waits until there is time and its library is loaded: colours for code, and the
 * first formulas.
 */
export class Embellishment {
  readonly #wake: () => void;
  #tasks: (() => void)[] = [];

  constructor(wake: () => void) {
    this.#wake = wake;
  }

  /** Loads what the elements will need. */
  foresee(elements: readonly Element[]): void {
    for (const element of elements) {
      for (const code of find(element, CODE)) void loadLanguage(languageOf(code));
      if (find(element, FORMULA).length > 0) void loadFormulas();
    }
  }

  /** Queues the work for finished elements. */
  take(elements: readonly Element[]): void {
    for (const element of elements) {
      for (const code of find(element, CODE)) {
        this.#after(loadLanguage(languageOf(code)), () => colour(code, languageOf(code)));
      }
      for (const formula of find(element, FORMULA)) this.#after(loadFormulas(), () => setFormula(formula));
    }
  }

  /** Does one piece of work; false if there was none. */
  next(): boolean {
    const task = this.#tasks.shift();
    task?.();
    return task !== undefined;
  }

  #after(loaded: Promise<void>, task: () => void): void {
    void loaded.then(() => {
      this.#tasks.push(task);
      this.#wake();
    });
  }
}
