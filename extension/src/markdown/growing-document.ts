import type { Token } from "marked";
import { sanitise } from "./sanitise.ts";
import { toHtml, toTokens } from "./to-html.ts";

/** A definition may stand below the links that use it, so such a text is read as a whole once it is whole. */
const LINK_DEFINITION = /^ {0,3}\[[^\]]+\]:/m;

function render(tokens: Token[]): DocumentFragment {
  return sanitise(toHtml(tokens));
}

/**
 * Markdown that grows at its end. A block that another one follows will not change any more: it is rendered
 * once, and only the unfinished end is rendered anew with each piece.
 */
export class GrowingDocument {
  readonly #root: HTMLElement;
  readonly #end: HTMLElement;
  #text = "";
  #settled = 0;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#end = root.ownerDocument.createElement("div");
    this.#end.className = "markdown-end";
    this.#clear();
  }

  #clear(): void {
    this.#root.replaceChildren(this.#end);
    this.#text = "";
    this.#settled = 0;
  }

  show(text: string, complete: boolean): void {
    const again = complete && LINK_DEFINITION.test(text);
    if (again || !text.startsWith(this.#text.slice(0, this.#settled))) this.#clear();
    this.#text = text;
    const tokens = toTokens(text.slice(this.#settled));
    this.#settle(tokens.slice(0, this.#settledCount(tokens)));
    this.#end.replaceChildren(render(tokens.slice(this.#settledCount(tokens))));
  }

  /** The last block may still grow, and the blank lines before it belong to it. */
  #settledCount(tokens: readonly Token[]): number {
    const last = tokens.findLastIndex(({ type }) => type !== "space");
    return Math.max(last, 0);
  }

  #settle(tokens: Token[]): void {
    if (tokens.length === 0) return;
    this.#end.before(render(tokens));
    this.#settled += tokens.reduce((length, { raw }) => length + raw.length, 0);
  }
}
