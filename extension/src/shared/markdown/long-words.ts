import type { MarkedExtension, Tokens } from "marked";
import { escapeHtml } from "./escape.ts";

// Keys, hashes and base64: the search for mail addresses starts at every character, so its time would grow with
// the square of the length. No address is that long.

const NEXT = /(?<![\w+/=.-])[\w+/=.-]{300,}/;
const HERE = /^[\w+/=.-]{300,}/;

export function hasLongWord(markdown: string): boolean {
  return NEXT.test(markdown);
}

export const longWords: MarkedExtension = {
  extensions: [
    {
      name: "longWord",
      level: "inline",
      start: (source) => NEXT.exec(source)?.index,
      tokenizer(source): Tokens.Generic | undefined {
        const [word] = HERE.exec(source) ?? [];
        return word === undefined ? undefined : { type: "longWord", raw: word };
      },
      renderer: ({ raw }) => escapeHtml(raw),
    },
  ],
};
