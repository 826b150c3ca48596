import { isWordOrNumber, mended } from "./broken-keys.ts";
import { isWhole, LONGEST_KEY, SHORTEST_KEY } from "./key-forms.ts";
import { knownKeysIn, type Placed } from "./known-keys.ts";
import { looksRandom, separateKey } from "./separate-key.ts";
import { type Token, tokensOf } from "./tokens.ts";

/** The key without a sentence that follows its full stop. Two dots within stand for a part that is missing. */
function withoutSentence(placed: Placed): Placed | "unclear" {
  const { key, start } = placed;
  const dot = key.lastIndexOf(".");
  const isRunOn = dot >= SHORTEST_KEY && isWordOrNumber(key.slice(dot + 1));
  if (!isRunOn && !key.includes("..")) return placed;
  const before = key.slice(0, dot);
  return isWhole(before) ? { key: before, start, end: start + before.length } : "unclear";
}

/** A prefix of this length is in no key by chance. */
const TELLING_PREFIX = 4;

/** Whether what was between two keys is missing. */
function isGlued(key: string, prefixes: readonly string[]): boolean {
  return prefixes.some((one) => one.length >= TELLING_PREFIX && key.indexOf(one, 1) !== -1);
}

/** What one token has of keys, with what follows it. */
function keysAt(
  at: number,
  tokens: readonly Token[],
  text: string,
  prefixes: readonly string[],
): (Placed | "unclear" | null)[] {
  const token = tokens[at];
  if (!token) return [];
  const known = knownKeysIn(token, prefixes);
  if (token.doubtful) {
    const mayBeKey = looksRandom(token.text) || known.some(({ key }) => key.length >= SHORTEST_KEY);
    return mayBeKey ? ["unclear"] : [];
  }
  if (known.length === 0) return [separateKey(token, text)];
  const beginsKey = (other: Token) => knownKeysIn(other, prefixes).length > 0;
  return known.map((one) => {
    if (isGlued(one.key, prefixes)) return "unclear";
    const ended = withoutSentence(one);
    return ended !== one || one.end < token.end ? ended : mended(one, text, tokens, at, beginsKey);
  });
}

/** All keys of a text, in its order. `unclear`: there is another, but not where it begins or ends. */
export function findKeys(text: string, prefixes: readonly string[]): { found: Placed[]; unclear: boolean } {
  const tokens = tokensOf(text);
  const found: Placed[] = [];
  let unclear = false;
  for (const [at, { start }] of tokens.entries()) {
    if (start < (found.at(-1)?.end ?? 0)) continue;
    for (const one of keysAt(at, tokens, text, prefixes)) {
      if (one === "unclear") unclear = true;
      else if (one && one.key.length >= SHORTEST_KEY && one.key.length <= LONGEST_KEY) found.push(one);
    }
  }
  return { found, unclear };
}
