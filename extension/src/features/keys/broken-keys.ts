import { hasKnownForm, isWhole, SHORTEST_KEY } from "./key-forms.ts";
import type { Placed } from "./known-keys.ts";
import type { Token } from "./tokens.ts";

// Terminals, mails and documents break a long key into pieces. Whether the next piece of text belongs to the key is
// not always clear. Then nothing is taken for the key.

/** As in a sentence or in a name: in lower case, in capitals, or with capitals where its parts begin. */
const WORD = /^[A-Z]?[a-z]*(?:[A-Z]+[a-z]{2,})*[A-Z]*$/;
const LONGEST_WORD = 40;
const NUMBER = /^[\d.-]{4,}$/;
/** The number of an item in a list. */
const ORDINAL = /^\d+[.)]\s/;
/** Nothing of this is behind a key. */
const NOT_BEHIND_KEY = /^[@#$^&%(\\]/;
/** A key that is written in hexadecimal digits, behind its prefix. */
const HEX_KEY = /(?:^|[-_])[\da-f]{8,}$/;
const ANY_BLANK = /^\s+$/;
/** Blanks in a line, or around one line break: more of it separates what it is between. */
const ONE_BREAK = /^(?: +| *\n[ \t]*)$/;
/** As far as is looked for a sign behind a label. */
const NEAR = 8;

/** Whether it is part of a text or of a list, and not of a key. */
export function isWordOrNumber(text: string): boolean {
  const isWord = text.split(/[-_.]/).every((part) => part.length <= LONGEST_WORD && WORD.test(part));
  return isWord || NUMBER.test(text);
}

function isMixed(text: string): boolean {
  return /[a-z]/.test(text) && /[A-Z]/.test(text) && /\d/.test(text);
}

/** Whether a piece is made of the same kinds of characters as a key. */
function isAlike(key: string, piece: string): boolean {
  if (HEX_KEY.test(key)) return /^[\da-f]+$/.test(piece);
  return isMixed(piece) && (isMixed(key) || key.length < SHORTEST_KEY);
}

/** Whether a token is the name of what comes after it. */
function isLabel(token: string, after: string): boolean {
  return /=[^=]/.test(token) || /^\s*[:=：＝]/.test(after) || (token.endsWith("=") && /^\S/.test(after));
}

/** The tokens behind one that may continue it: between them is nothing but such gaps. */
function following(
  gap: RegExp,
  text: string,
  tokens: readonly Token[],
  from: number,
  beginsKey: (token: Token) => boolean,
): Token[] {
  const found: Token[] = [];
  for (let at = from + 1; at < tokens.length; at++) {
    const [before, token] = [tokens[at - 1], tokens[at]];
    if (!before || !token || token.doubtful || token.inAddress) break;
    if (!gap.test(text.slice(before.end, token.start))) break;
    if (!/[A-Za-z0-9]/.test(token.text) || beginsKey(token)) break;
    const after = text.slice(token.end, token.end + NEAR);
    if (isLabel(token.text, after) || ORDINAL.test(token.text + after) || NOT_BEHIND_KEY.test(after)) break;
    found.push(token);
  }
  return found;
}

/** The key with as many of the pieces as make it whole, where there is a number of them that does. */
function completed(begun: Placed, pieces: readonly Token[]): Placed | null {
  let { key } = begun;
  for (const { text, end } of pieces) {
    // Mail writes a soft line break as "=".
    key = key.replace(/=$/, "") + text.replace(/\.$/, "");
    if (isWhole(key)) return { ...begun, key, end };
  }
  return null;
}

/** Whether a piece belongs to a key. */
function belongs(key: string, piece: string): boolean | "unclear" {
  const bare = piece.replace(/=+$/, "");
  const alike = isAlike(key, bare);
  const mayBeKey = bare.length >= SHORTEST_KEY;
  if (isWordOrNumber(bare) || (mayBeKey && !alike)) return false;
  if (key.length + piece.length < SHORTEST_KEY) return false;
  return alike && !key.endsWith("=") && (!mayBeKey || hasKnownForm(key)) ? true : "unclear";
}

/** Puts a key together that begins in the token at `from`, and may continue in those that follow. */
export function mended(
  begun: Placed,
  text: string,
  tokens: readonly Token[],
  from: number,
  beginsKey: (token: Token) => boolean,
): Placed | "unclear" {
  if (isWhole(begun.key)) return begun;
  const whole = completed(begun, following(ANY_BLANK, text, tokens, from, beginsKey));
  if (whole) return whole;

  let { key, end } = begun;
  for (const piece of following(ONE_BREAK, text, tokens, from, beginsKey)) {
    const more = piece.text.replace(/\.$/, "");
    const found = belongs(key, more);
    if (found === "unclear") return found;
    if (!found) break;
    key += more;
    end = piece.end;
  }
  return { ...begun, key, end };
}
