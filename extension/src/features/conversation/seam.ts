// Joins a cut answer and its continuation. The provider is asked to begin with the last words that it wrote, so
// that the white space after them is exactly right. Where it does not, the white space is guessed.

/** The longest repetition that is looked for, in characters. */
const LONGEST_OVERLAP = 400;
/** A shorter repetition may be a coincidence. */
const SHORTEST_OVERLAP = 12;
const SHORTEST_ANCHOR = 16;
const LONGEST_ANCHOR = 60;

/** The last words of a text, whole ones if possible, with which its continuation should begin. */
export function lastWords(text: string): string {
  const end = text.trimEnd();
  const tail = end.slice(-LONGEST_ANCHOR);
  if (tail === end) return end;
  // From the beginning of a line, or else of a word, if enough is left after it.
  const line = tail.lastIndexOf("\n", tail.length - SHORTEST_ANCHOR);
  const start = line >= 0 ? line : tail.slice(0, -SHORTEST_ANCHOR).search(/\s\S/u);
  // Without the beginning of a word, the cut may split a surrogate pair.
  return start >= 0 ? tail.slice(start + 1).trimStart() : tail.replace(/^[\uDC00-\uDFFF]/, "");
}

/**
 * Joins a text and its continuation, as far as that has arrived. While the continuation may still turn out to be
 * a repetition of the end it is held back, so that the shown text only grows.
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

/** Merges the white space of both sides, neither doubled nor lost. An indentation is kept. */
function mergedSpace(left: string, right: string): string {
  const breaks = (space: string) => space.split("\n").length - 1;
  const indent = (space: string) => space.slice(space.lastIndexOf("\n") + 1);
  const count = Math.min(breaks(left) + breaks(right), Math.max(2, breaks(left), breaks(right)));
  if (count === 0) return left || right;
  if (breaks(right) > 0) return "\n".repeat(count) + indent(right);
  return "\n".repeat(count) + (indent(left).length > right.length ? indent(left) : right);
}

/** Whether a space is missing: a sentence or clause ends and a word begins, between which providers drop it. */
function lostSpace(end: string, begun: string): boolean {
  const insideCode = end.split("```").length % 2 === 0;
  if (insideCode) return false;
  return /[.!?]$/.test(end) ? /^\p{Lu}/u.test(begun) : /[,;:]$/.test(end) && /^\p{L}/u.test(begun);
}
