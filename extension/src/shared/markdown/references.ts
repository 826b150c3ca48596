import type { Links } from "./to-html.ts";

const LABEL = /\[([^[\]]+)\]/g;

/** A label in the form that `marked` uses as a key. */
function filed(label: string): string {
  return label.trim().replace(/\s+/g, " ").toLowerCase().toUpperCase().toLowerCase();
}

/** Whether the text contains a label that a later definition could turn into a link. */
export function mayRefer(markdown: string): boolean {
  return markdown.search(LABEL) >= 0;
}

export function refersTo(markdown: string, links: Links): boolean {
  return [...markdown.matchAll(LABEL)].some(([, label = ""]) => filed(label) in links);
}
