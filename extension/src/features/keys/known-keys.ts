import type { Token } from "./tokens.ts";

/** A key with its place in the text. */
export interface Placed {
  key: string;
  start: number;
  end: number;
}

/** A sign that is before a key and no part of it. */
const SIGN = /[=/+.~]/;

function beginsWith(text: string, prefixes: readonly string[]): boolean {
  return prefixes.some((one) => text.startsWith(one));
}

/** A token in parts, of which all but the first begin with a known prefix: a label and a key, or several keys. */
function partsOf(token: string, prefixes: readonly string[]): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 1; at < token.length; at++) {
    if (!SIGN.test(token[at - 1] ?? "") || !beginsWith(token.slice(at), prefixes)) continue;
    // What is only signs so far belongs to the key that they are around.
    if (!/[A-Za-z\d]/.test(token.slice(from, at))) continue;
    parts.push(token.slice(from, at));
    from = at;
  }
  return [...parts, token.slice(from)];
}

/** Without the signs that emphasise a text in Markdown: as many as there are before it. */
function withoutEmphasis(text: string, before: string): string {
  const signs = /^([_~=])\1*$/.test(before) ? before : "";
  return text.endsWith(signs) ? text.slice(0, text.length - signs.length) : text;
}

/** The keys in a token that have a known prefix. */
export function knownKeysIn({ text, start }: Token, prefixes: readonly string[]): Placed[] {
  const found: Placed[] = [];
  let from = start;
  for (const part of partsOf(text, prefixes)) {
    const before = /^[^A-Za-z\d]*/.exec(part)?.[0] ?? "";
    const rest = part.slice(before.length);
    if (beginsWith(rest, prefixes)) {
      const key = withoutEmphasis(rest, before).replace(/[./~+]+$/, "");
      found.push({ key, start: from + before.length, end: from + before.length + key.length });
    }
    from += part.length;
  }
  return found;
}
