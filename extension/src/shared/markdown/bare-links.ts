import { Tokenizer, type Tokens } from "marked";
import { FULL_WIDTH_PUNCTUATION } from "./cjk.ts";

// Addresses without any mark, as GFM has them. In a sentence without spaces they end where its punctuation begins, and
// where brackets or emphasis end that were opened before them.

const BEGIN = /^(?:https?:\/\/|ftp:\/\/|www\.)/i;
const END = new RegExp(`\\s|<|\\*\\*|~~|${FULL_WIDTH_PUNCTUATION}`, "u");
const BRACKET = /[()[\]{}]/g;
const CLOSES: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

/** Where the first bracket is that has no other half. */
function unpairedBracket(text: string): number {
  const open: { bracket: string; at: number }[] = [];
  for (const { 0: bracket, index } of text.matchAll(BRACKET)) {
    const other = CLOSES[bracket];
    if (other === undefined) open.push({ bracket, at: index });
    else if (open.at(-1)?.bracket === other) open.pop();
    else return open[0]?.at ?? index;
  }
  return open[0]?.at ?? text.length;
}

/** Takes the place of `url`, which is called wherever an address may begin. */
export function bareLink(this: Tokenizer, source: string): Tokens.Link | undefined {
  if (!BEGIN.test(source)) return Tokenizer.prototype.url.call(this, source);
  const end = source.search(END);
  const address = end < 0 ? source : source.slice(0, end);
  return Tokenizer.prototype.url.call(this, address.slice(0, unpairedBracket(address)));
}
