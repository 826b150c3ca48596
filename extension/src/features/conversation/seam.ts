// Where a cut answer goes on. The provider is asked to begin with the last words that it wrote: what follows
// them in its reply then has exactly the white space that belongs there. Where it does something else, the
// seam is made from what there is.

/** How far back a repetition is looked for. */
const LONGEST_OVERLAP = 400;
/** Fewer characters may be the same by chance. */
const SHORTEST_OVERLAP = 12;
const SHORTEST_ANCHOR = 16;
const LONGEST_ANCHOR = 60;

/** The last words of a text, whole ones where there are any: what its continuation is to begin with. */
export function lastWords(text: string): string {
  const end = text.trimEnd();
  const tail = end.slice(-LONGEST_ANCHOR);
  if (tail === end) return end;
  // From the beginning of a line, or else of a word, as long as enough is left of it.
  const line = tail.lastIndexOf("\n", tail.length - SHORTEST_ANCHOR);
  const start = line >= 0 ? line : tail.slice(0, -SHORTEST_ANCHOR).search(/\s\S/u);
  // Without a word's beginning it may stand within a character of two code units.
  return start >= 0 ? tail.slice(start + 1).trimStart() : tail.replace(/^[\uDC00-\uDFFF]/, "");
}

/**
 * Joins a text and its continuation, as far as it has come. While it could still turn out to repeat the end
 * of the text it is held back, so that what is shown only ever grows.
 */
export function join(before: string, after: string, complete: boolean): string {
  if (before === "") return after;
  const begun = after.trimStart();
  if (begun === "") return before;
  const end = before.trimEnd();
  const longest = Math.min(LONGEST_OVERLAP, end.length);
  const shortest = Math.min(SHORTEST_OVERLAP, longest);
  for (let length = longest; length >= shortest; length--) {
    const tail = end.slice(-length);
    if (begun.startsWith(tail)) return end + begun.slice(length);
    if (!complete && tail.startsWith(begun)) return before;
  }
  return joinUnrepeated(before, end, after, begun);
}

function joinUnrepeated(before: string, end: string, after: string, begun: string): string {
  const left = before.slice(end.length);
  const right = after.slice(0, after.length - begun.length);
  if (left === "" && right === "") return lostSpace(end, begun) ? `${end} ${begun}` : end + begun;
  return end + mergedSpace(left, right) + begun;
}

/** White space of both sides: neither doubled nor lost. An indentation stays one. */
function mergedSpace(left: string, right: string): string {
  const breaks = (space: string) => space.split("\n").length - 1;
  const indent = (space: string) => space.slice(space.lastIndexOf("\n") + 1);
  const count = Math.min(breaks(left) + breaks(right), Math.max(2, breaks(left), breaks(right)));
  if (count === 0) return left || right;
  if (breaks(right) > 0) return "\n".repeat(count) + indent(right);
  return "\n".repeat(count) + (indent(left).length > right.length ? indent(left) : right);
}

/** A sentence or clause that ends here, and a word that begins: providers drop the blank between. */
function lostSpace(end: string, begun: string): boolean {
  const insideCode = end.split("```").length % 2 === 0;
  if (insideCode) return false;
  return /[.!?]$/.test(end) ? /^\p{Lu}/u.test(begun) : /[,;:]$/.test(end) && /^\p{L}/u.test(begun);
}
