import type { Token, Tokens } from "marked";
import type { Cut } from "./cuts.ts";

// How a block that has been cut goes on in the element in which it began.

/**
 * The element that has a block's parts in it, for blocks that can be cut. A table's are bodies, not rows: so the
 * browser lays out the last of them anew, and not all of it.
 */
const CONTAINERS: Readonly<Record<string, string>> = {
  list: "ol, ul",
  table: "table",
  code: "code",
  blockquote: "blockquote",
};

/** A block that has been cut: its first parts are in the page, the rest goes on in the same element. */
export interface OpenBlock {
  type: string;
  element: Element;
  cut: Cut;
}

export function elementsOf(nodes: Iterable<Node>): Element[] {
  return [...nodes].filter((node) => node instanceof Element);
}

/** Where the parts of a block stand. */
export function containerOf(token: Token, placed: readonly Element[]): Element | null {
  const selector = CONTAINERS[token.type];
  if (selector === undefined) return null;
  return placed.map((one) => (one.matches(selector) ? one : one.querySelector(selector)))[0] ?? null;
}

/** What stands there: in a table, what comes after its head. */
export function partsIn(container: Element): ChildNode[] {
  const nodes = [...container.childNodes];
  return nodes.slice(nodes.findIndex(({ nodeName }) => nodeName === "THEAD") + 1);
}

/** Lets the items stand apart if those before the cut do. */
export function keepLoose({ items }: Tokens.List, { element }: OpenBlock): void {
  if (!element.querySelector(":scope > li > p")) return;
  for (const token of items.flatMap(({ tokens }) => tokens)) {
    if (token.type === "text") token.type = "paragraph";
  }
}

/** `marked` leaves out the line end at which code was cut. */
export function endLine(code: Tokens.Code): void {
  code.text = code.text.replace(/\n*$/, "") + (/\n*$/.exec(code.raw)?.[0] ?? "");
}

/** Puts a further part of a block where it belongs. Gives what then stands in the page. */
export function goOn({ element, cut }: OpenBlock, nodes: ChildNode[]): ChildNode[] {
  const [item, ...others] = elementsOf(nodes);
  if (cut.rest !== "same item" || !item) {
    element.append(...nodes);
    return nodes;
  }
  // The rest of the last item, without the mark that the cut put before it, and the items that follow.
  item.firstChild?.remove();
  const inside = [...item.childNodes];
  element.lastElementChild?.append(...inside);
  element.append(...others);
  return [...inside, ...others];
}
