import { isWordOrNumber } from "./broken-keys.ts";
import { LONGEST_KEY, SHORTEST_KEY } from "./key-forms.ts";
import type { Placed } from "./known-keys.ts";
import type { Token } from "./tokens.ts";

/** Letters and digits mixed, as in no word, name of a model or date. */
const RANDOM = /(?=\d*[A-Za-z])(?=[A-Za-z]*\d)[A-Za-z\d]{8}/;
/** A path, or something that was cut in its middle: base64 has slashes, or dashes and dots, and not both. */
const NO_KEY = /^\/|\/.*[._-]|[._-].*\/|\.\./;

const LABEL = /^[A-Za-z-][\w.-]*=+(?=[^=])/;
const WITH_COLON = /([\w.+/=~-]+):$/;
/** Signs that may be part of what they are beside. What is around a key otherwise are quotes, brackets, commas. */
const GOES_ON_BEFORE = /[!@#$^&%\\?]$/;
const GOES_ON_AFTER = /^(?:[!@#$^&%?:][^\s"'`]|\\[^"'`])/;

export function looksRandom(text: string): boolean {
  const { length } = text;
  return length >= SHORTEST_KEY && length <= LONGEST_KEY && RANDOM.test(text) && !NO_KEY.test(text);
}

/** A key without a known prefix: it has to look random, and to be separate from what is around it. */
export function separateKey(token: Token, text: string): Placed | "unclear" | null {
  const label = LABEL.exec(token.text)?.[0] ?? "";
  const key = token.text.slice(label.length).replace(/\.+$/, "");
  const before = text.slice(Math.max(0, token.start - LONGEST_KEY), token.start);
  if (token.inAddress || !looksRandom(key)) return null;
  if (GOES_ON_BEFORE.test(before) || GOES_ON_AFTER.test(text.slice(token.end, token.end + 2))) return null;
  // What is before a colon may be a label, or the first half of the key.
  const half = label === "" ? WITH_COLON.exec(before)?.[1] : undefined;
  if (half !== undefined && !isWordOrNumber(half)) return "unclear";
  return { key, start: token.start + label.length, end: token.end };
}
