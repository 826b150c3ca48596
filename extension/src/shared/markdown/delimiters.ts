import type { MarkedExtension } from "marked";
import { CJK } from "./cjk.ts";
import type { Delimiters } from "./emphasis.ts";
import { textBefore } from "./inline-lexer.ts";

// Where emphasis may begin and end: CommonMark's rules for "left-flanking" and "right-flanking" delimiter runs, with
// the amendment "markdown-cjk-friendly": beside Chinese, Japanese and Korean, punctuation is not the end of a word.

const SPACE = "[\\p{Zs}\\t\\n\\f\\r]";
const PUNCTUATION = "[\\p{P}\\p{S}]";
const OTHER_PUNCTUATION = `(?!${CJK})${PUNCTUATION}`;
/** Selects a variant of the character before it. */
const VARIANT = "[\\uFE00-\\uFE0E]?";
/** Quotation marks in their full-width variant, which is punctuation of Chinese, Japanese and Korean. */
const WIDE_QUOTE = "[‘’“”]\\uFE01";

const NEXT = {
  space: new RegExp(`^(?:${SPACE}|$)`, "u"),
  punctuation: new RegExp(`^${PUNCTUATION}`, "u"),
  otherPunctuation: new RegExp(`^${OTHER_PUNCTUATION}`, "u"),
  cjk: new RegExp(`^${CJK}`, "u"),
};
const PREVIOUS = {
  space: new RegExp(`(?:${SPACE}|^)$`, "u"),
  punctuation: new RegExp(`${PUNCTUATION}${VARIANT}$`, "u"),
  otherPunctuation: new RegExp(`(?!${WIDE_QUOTE})${OTHER_PUNCTUATION}${VARIANT}$`, "u"),
  cjk: new RegExp(`(?:${CJK}${VARIANT}|[\\u{E0100}-\\u{E01EF}])$`, "u"),
};
/** Code units that a character and the selector of its variant have at most. */
const NEAR = 4;

function flank(mark: string, before: string, after: string): { opens: boolean; closes: boolean } {
  const previous = before.slice(-NEAR);
  const next = after.slice(0, NEAR);
  const spaceBefore = PREVIOUS.space.test(previous);
  const spaceAfter = NEXT.space.test(next);
  const punctuationBefore = PREVIOUS.otherPunctuation.test(previous);
  const punctuationAfter = NEXT.otherPunctuation.test(next);
  const left =
    !spaceAfter && (!punctuationAfter || spaceBefore || punctuationBefore || PREVIOUS.cjk.test(previous));
  const right = !spaceBefore && (!punctuationBefore || spaceAfter || punctuationAfter || NEXT.cjk.test(next));
  if (mark !== "_") return { opens: left, closes: right };
  // Underscores are used within words.
  return {
    opens: left && (!right || PREVIOUS.punctuation.test(previous)),
    closes: right && (!left || NEXT.punctuation.test(next)),
  };
}

/** Takes runs of `*`, `_` and `~` out of the text before `marked` looks at them. */
export const delimiters: MarkedExtension = {
  extensions: [
    {
      name: "delimiters",
      level: "inline",
      tokenizer(source): Delimiters | { type: "text"; raw: string; text: string } | undefined {
        const [raw] = /^(?:\*+|_+|~+)/.exec(source) ?? [];
        if (raw === undefined) return undefined;
        const mark = raw.charAt(0);
        // A single tilde is a range ("3~5") or "about".
        if (mark === "~" && raw.length !== 2) return { type: "text", raw, text: raw };
        const { opens, closes } = flank(mark, textBefore(this.lexer, source), source.slice(raw.length));
        return { type: "delimiters", raw, mark, opens, closes };
      },
    },
  ],
};
