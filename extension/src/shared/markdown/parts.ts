import type { Token, Tokens } from "marked";
import type { Cut } from "./cuts.ts";

// How the rest of a cut block is added to the element of its first part.

/**
 * The element that contains a block's parts, for blocks that can be cut. The parts of a table are bodies, not
 * rows, so the browser lays out only the last one again.
 */
const CONTAINERS: Readonly<Record<string, string>> = {
  list: "ol, ul",
  table: "table",
  code: "code",
  blockquote: "blockquote",
};

/** A block that has been cut: its first parts are in the page, the rest is added to the same element. */
export interface OpenBlock {
  type: string;
  element: Element;
  /** The last item of a list, which the rest may be part of. */
  item: Element | null;
  cut: Cut;
}

export function elementsOf(nodes: Iterable<Node>): Element[] {
  return [...nodes].filter((node) => node instanceof Element);
}

/** The element that contains the parts of a block. */
export function containerOf(token: Token, placed: readonly Element[]): Element | null {
  const selector = CONTAINERS[token.type];
  if (selector === undefined) return null;
  return placed.map((one) => (one.matches(selector) ? one : one.querySelector(selector)))[0] ?? null;
}

/** The parts in it; in a table, what follows the head. */
export function partsIn(container: Element): ChildNode[] {
  const nodes = [...container.childNodes];
  return nodes.slice(nodes.findIndex(({ nodeName }) => nodeName === "THEAD") + 1);
}

/** Makes the items loose if those before the cut are. */
export function keepLoose({ items }: Tokens.List, { element }: OpenBlock): void {
  if (!element.querySelector(":scope > li > p")) return;
  for (const token of items.flatMap(({ tokens }) => tokens)) {
    if (token.type === "text") token.type = "paragraph";
  }
}

/** Restores the line end at which code was cut, which `marked` drops. */
export function endLine(code: Tokens.Code): void {
  code.text = code.text.replace(/\n*$/, "") + (/\n*$/.exec(code.raw)?.[0] ?? "");
}

/** Successive nodes of one parent. */
export interface Place {
  parent: ParentNode;
  nodes: ChildNode[];
}

/** Where a further part of a block goes. */
export function placesIn({ element, item, cut }: OpenBlock, nodes: ChildNode[]): Place[] {
  const [rest, ...others] = elementsOf(nodes);
  if (cut.rest !== "same item" || !item || !rest) return [{ parent: element, nodes }];
  // The rest of the last item, without the marker that the cut added, and the items that follow.
  rest.firstChild?.remove();
  return [
    { parent: item, nodes: [...rest.childNodes] },
    { parent: element, nodes: others },
  ];
}
