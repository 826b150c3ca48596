import type { MarkedExtension, TokenizerAndRendererExtension, Tokens } from "marked";
import { escapeHtml } from "./escape.ts";

// Providers delimit formulas differently: \(…\), \[…\], $…$ or $$…$$. Formulas are taken out before Markdown is
// parsed, which would interpret their underscores and backslashes.

const DISPLAY = /^(?:\$\$([^$]+?)\$\$|\\\[([\s\S]+?)\\\](?!\())/;
const INLINE = /^\\\(([\s\S]+?)\\\)/;
/** As in Pandoc: no space inside the dollars and no digit after them, so that prices are not formulas. */
const DOLLARS = /^\$(?![\s$])((?:\\.|[^$\n\\])+?)(?<!\s)\$(?![\d$])/;
/** A number after the dollar is a price, unless something follows that no price has. */
const PRICE = /^[\d.,]+(?![\d.,]*\s*[a-z]?$)[^\\^_=+*/<>{}]*$/i;

const OPENING = /^ {0,3}(\$\$|\\\[)/;

/** Whether a block begins with a formula whose end has not arrived yet. */
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
    // Text after it on the same line makes it part of a sentence.
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
