import type { MarkedExtension, TokenizerAndRendererExtension, Tokens } from "marked";
import { escapeHtml } from "./escape.ts";

// Every provider has its own habit: \(…\), \[…\], $…$ or $$…$$. All come out the same. The formulas are
// taken out before Markdown sees them, or it would read their underscores and backslashes as its own.

const DISPLAY = /^(?:\$\$([^$]+?)\$\$|\\\[([\s\S]+?)\\\](?!\())/;
const INLINE = /^\\\(([\s\S]+?)\\\)/;
/** As in Pandoc: no space inside the dollars, no digit after them. Prices stay prices. */
const DOLLARS = /^\$(?![\s$])((?:\\.|[^$\n\\])+?)(?<!\s)\$(?![\d$])/;
/** What begins with a number is a price, unless something follows that prices do not have. */
const PRICE = /^[\d.,]+(?![\d.,]*\s*[a-z]?$)[^\\^_=+*/<>{}]*$/i;

const OPENING = /^ {0,3}(\$\$|\\\[)/;

/** Whether a block begins with a formula that does not end in it, for want of the rest of the text. */
export function leavesFormulaOpen(raw: string): boolean {
  const [opening, mark] = OPENING.exec(raw) ?? [];
  return opening !== undefined && !raw.includes(mark === "$$" ? "$$" : "\\]", opening.length);
}

interface MathToken extends Tokens.Generic {
  text: string;
  display: boolean;
}

function token(type: string, match: RegExpExecArray, display: boolean): MathToken {
  return { type, raw: match[0], text: (match[1] ?? match[2] ?? "").trim(), display };
}

function render({ text, display }: Tokens.Generic): string {
  const kind = display ? "math math-display" : "math";
  return `<code class="${kind}">${escapeHtml(String(text))}</code>`;
}

const block: TokenizerAndRendererExtension = {
  name: "mathBlock",
  level: "block",
  start: (source) => /\n {0,3}(?:\$\$|\\\[)/.exec(source)?.index,
  tokenizer(source) {
    const indent = /^ {0,3}/.exec(source)?.[0] ?? "";
    const match = DISPLAY.exec(source.slice(indent.length));
    const rest = match && source.slice(indent.length + match[0].length);
    // More on the same line makes it a part of a sentence.
    if (!match || rest === null || !/^\s*?(?:\n|$)/.test(rest)) return undefined;
    return { ...token("mathBlock", match, true), raw: indent + match[0] };
  },
  renderer: (found) => `<p>${render(found)}</p>\n`,
};

const inline: TokenizerAndRendererExtension = {
  name: "math",
  level: "inline",
  start: (source) => /\\\(|\\\[|(?<![\w\\$])\$/.exec(source)?.index,
  tokenizer(source) {
    const display = DISPLAY.exec(source);
    if (display) return token("math", display, true);
    const parentheses = INLINE.exec(source);
    if (parentheses) return token("math", parentheses, false);
    const dollars = DOLLARS.exec(source);
    if (dollars && !PRICE.test(dollars[1] ?? "")) return token("math", dollars, false);
    return undefined;
  },
  renderer: render,
};

export const math: MarkedExtension = { extensions: [block, inline] };
