import type { Token, Tokens } from "marked";

// Where a block that has grown too long may be cut in two, so that only its last part is rendered anew.

export interface Cut {
  /** How much of the block's source comes before the cut. */
  at: number;
  /** What the rest must begin with to be read as a part of the same block; not to be shown again. */
  carry: string;
  /** The rest belongs into the same element, or, for a list, into the last item of it. */
  rest: "same block" | "same item" | "new block";
}

/** Begins with a letter or figure, so that no mark of Markdown is parted, and none comes to stand first. */
const SENTENCE = /(?:[.!?:;]["')\]]?\s+|[。！？][”』」]?\s*)(?=\p{L}[^.):])/gu;
const WORD = /\s(?=\p{L}[^.):])/gu;
const FENCE = /^[\s>]*(`{3,}|~{3,})/;

function lastMatch(pattern: RegExp, text: string): number | null {
  let end: number | null = null;
  for (const match of text.matchAll(pattern)) end = match.index + match[0].length;
  return end;
}

/** The line that opened the block of code in which the text ends, where it does. */
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

/** Between two of its parts, where nothing that belongs together is parted. */
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

/** The last of the least indented lines in the second half: what is parted there hangs together least. */
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
 * Somewhere, for what has no parts and is far too long: a paragraph as long as a chapter, an item with a
 * whole program in it. The look may suffer a little; what stands there stays.
 */
export function forceCut(token: Token): Cut {
  const { raw, type } = token;
  const line = loosestLine(raw);
  if (type === "code" && openFence(raw) !== null) {
    // One endless line. Its opening goes on in the next part.
    return { at: raw.length, carry: raw.slice(0, raw.indexOf("\n") + 1), rest: "same block" };
  }
  if (type === "blockquote" && line !== null) {
    return { at: line, carry: openFence(raw.slice(0, line)) ?? "", rest: "same block" };
  }
  if (type === "list" && line !== null) {
    const head = raw.slice(0, line);
    // An empty item, for the rest to be the inside of.
    const marker = `${/^\s*(?:[-*+]|\d+[.)])(?= )/.exec(raw)?.[0] ?? "-"} .\n\n`;
    return { at: line, carry: marker + (openFence(head) ?? ""), rest: "same item" };
  }
  const half = raw.length / 2;
  const at = lastMatch(SENTENCE, raw) ?? lastMatch(WORD, raw) ?? line;
  return { at: at !== null && at > half ? at : raw.length, carry: "", rest: "new block" };
}
