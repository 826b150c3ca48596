import type { Token, Tokens } from "marked";

// Where a block that has grown too long may be cut in two, so that only its last part is rendered again.

export interface Cut {
  /** How much of the block's source comes before the cut. */
  at: number;
  /** What the rest must begin with to be parsed as part of the same block. It is not shown again. */
  carry: string;
  /** Where the rest goes: into the same element or, for a list, into its last item. */
  rest: "same block" | "same item" | "new block";
}

/** The rest begins with a letter or digit, so that no Markdown mark is split or becomes the first character. */
const SENTENCE = /(?:[.!?:;]["')\]]?\s+|[。！？][”』」]?\s*)(?=\p{L}[^.):])/gu;
const WORD = /\s(?=\p{L}[^.):])/gu;
const FENCE = /^[\s>]*(`{3,}|~{3,})/;

function lastMatch(pattern: RegExp, text: string): number | null {
  let end: number | null = null;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}

/** The line that opened the code block in which the text ends, if it ends in one. */
function openFence(text: string): string | null {
  let open: { line: string; mark: string } | null = null;
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (mark === undefined) continue;
    if (open === null) open = { line, mark };
    else if (mark.startsWith(open.mark)) open = null;
  }
  return open && `${open.line}\n`;
}

function startOfLastLine(text: string): number {
  return text.trimEnd().lastIndexOf("\n") + 1;
}

function cutCode({ raw }: Token): Cut | null {
  const at = startOfLastLine(raw);
  const opening = raw.slice(0, raw.indexOf("\n") + 1);
  const carry = FENCE.test(opening) ? opening : "";
  return at > carry.length ? { at, carry, rest: "same block" } : null;
}

function cutTable({ raw, rows }: Tokens.Table): Cut | null {
  if (rows.length < 2) return null;
  const [head = "", marks = ""] = raw.split("\n", 2);
  return { at: startOfLastLine(raw), carry: `${head}\n${marks}\n`, rest: "same block" };
}

function cutList({ items }: Tokens.List): Cut | null {
  if (items.length < 2) return null;
  const at = items.slice(0, -1).reduce((length, { raw }) => length + raw.length, 0);
  return { at, carry: "", rest: "same block" };
}

function cutQuotation({ raw }: Token): Cut | null {
  const at = lastMatch(/\n {0,3}> *\n(?= {0,3}>)/g, raw);
  return at === null || openFence(raw.slice(0, at)) !== null ? null : { at, carry: "", rest: "same block" };
}

/** A cut between two parts of the block that do not belong together. */
export function findCut(token: Token): Cut | null {
  switch (token.type) {
    case "code":
      return cutCode(token);
    case "table":
      return cutTable(token as Tokens.Table);
    case "list":
      return cutList(token as Tokens.List);
    case "blockquote":
      return cutQuotation(token);
    default:
      return null;
  }
}

/** The last of the least indented lines in the second half: the best place to cut code. */
function loosestLine(raw: string): number | null {
  let found: { at: number; indent: number } | null = null;
  for (const match of raw.matchAll(/\n(?=([ >]*)\S)/g)) {
    const at = match.index + 1;
    const indent = match[1]?.length ?? 0;
    if (at > raw.length / 2 && (found === null || indent <= found.indent)) found = { at, indent };
  }
  return found?.at ?? null;
}

/**
 * A cut anywhere, for a block without parts that is far too long: a paragraph as long as a chapter, a list item
 * with a whole program in it. It may look slightly different, but no text is lost.
 */
export function forceCut(token: Token): Cut {
  const { raw, type } = token;
  const line = loosestLine(raw);
  if (type === "code" && openFence(raw) !== null) {
    // One very long line. The next part begins with the same opening.
    return { at: raw.length, carry: raw.slice(0, raw.indexOf("\n") + 1), rest: "same block" };
  }
  if (type === "blockquote" && line !== null) {
    return { at: line, carry: openFence(raw.slice(0, line)) ?? "", rest: "same block" };
  }
  if (type === "list" && line !== null) {
    const head = raw.slice(0, line);
    // An empty item, which takes the rest.
    const marker = `${/^\s*(?:[-*+]|\d+[.)])(?= )/.exec(raw)?.[0] ?? "-"} .\n\n`;
    return { at: line, carry: marker + (openFence(head) ?? ""), rest: "same item" };
  }
  const half = raw.length / 2;
  const at = lastMatch(SENTENCE, raw) ?? lastMatch(WORD, raw) ?? line;
  return { at: at !== null && at > half ? at : raw.length, carry: "", rest: "new block" };
}
