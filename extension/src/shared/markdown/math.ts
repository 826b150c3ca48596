import type { MarkedExtension, TokenizerAndRendererExtension, Tokens } from "marked";
import { escapeHtml } from "./escape.ts";
import { textBefore } from "./inline-lexer.ts";

// Providers delimit formulas differently: \(…\), \[…\], $…$ or $$…$$. Formulas are taken out before Markdown is
// parsed, which would interpret their underscores and backslashes.
//
// Dollars are also money and names of variables. The rules are those of Pandoc's `tex_math_dollars`: no space inside
// of single dollars and no digit after them, no blank line inside of double ones. Pandoc would still take
// "$HOME/$USER" for a formula, so there are more: no letter or digit before or directly after the dollars but the
// endings of "$n$th" and "two $x$s", nothing after them that a shell expands, and between them nothing that
// reads as text.

const BRACKETS = /^\\\[([\s\S]+?)\\\](?!\()/;
const PARENTHESES = /^\\\(([\s\S]+?)\\\)/;
const END = "(?![$({]|(?!(?:th|st|nd|rd|s)\\b)\\w)";
const DOUBLE = new RegExp(`^\\$\\$(?!\\$)((?:(?!\\n[ \\t]*\\n)[^$])+)\\$\\$${END}`);
const SINGLE = new RegExp(`^\\$(?![\\s$])((?:\\\\.|[^$\\n\\\\])+)(?<!\\s)\\$${END}`);
const BEFORE_DOLLARS = /[\w$]$/;

/** A number after the dollar is a price, unless something follows that no price has. */
const PRICE = /^[\d.,]+(?![\d.,]*\s*[a-z]?$|[\d.,\s]*…[\d.,\s]*[a-z]?$)[^\\^_=+*/<>{}]*$/i;
const COMMAND = /\\[a-z]/i;
/** Two words side by side, or what belongs to sentences, to Markdown and to shells. */
const PROSE =
  /(?<![a-z])[a-z]{2,}[,.;:]?\s+[a-z]{2,}|^[ \t]+[a-z]{2,}[ \t]+$|["`#@，。；：、？！]|\*\*|~~|\]\(/i;
/** No formula begins like this, or is more than one character and ends so. */
const BEGINNING = /^\s*[,;:!?')]|^[/*&].|^\|[^|]*$/;
const ENDING = /.(?<![\^_])[+*/=<>,:;&({-]$/;

const OPENING = /^ {0,3}(\$\$|\\\[)/;

/** Whether a block begins with a formula whose end has not arrived yet. */
export function leavesFormulaOpen(raw: string): boolean {
  const [opening, mark] = OPENING.exec(raw) ?? [];
  return opening !== undefined && !raw.includes(mark === "$$" ? "$$" : "\\]", opening.length);
}

function isText(source: string): boolean {
  return BEGINNING.test(source) || (PROSE.test(source) && !COMMAND.test(source));
}

interface Formula {
  raw: string;
  text: string;
  display: boolean;
}

function formula([raw, text = ""]: RegExpExecArray, display: boolean): Formula {
  return { raw, text: text.trim(), display };
}

function displayedAt(source: string): Formula | null {
  const brackets = BRACKETS.exec(source);
  if (brackets) return formula(brackets, true);
  const dollars = DOUBLE.exec(source);
  return dollars && !isText(dollars[1] ?? "") ? formula(dollars, true) : null;
}

/** The formula with which a text begins. */
export function formulaAt(source: string, before: string): Formula | null {
  const parentheses = PARENTHESES.exec(source);
  if (parentheses) return formula(parentheses, false);
  if (source.startsWith("$") && BEFORE_DOLLARS.test(before)) return null;
  const displayed = displayedAt(source);
  if (displayed) return displayed;
  const dollars = SINGLE.exec(source);
  const inside = dollars?.[1] ?? "";
  if (!dollars || PRICE.test(inside) || ENDING.test(inside) || isText(inside)) return null;
  return formula(dollars, false);
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
    const found = displayedAt(source.slice(indent.length));
    if (!found) return undefined;
    const raw = indent + found.raw;
    // Text after it on the same line makes it part of a sentence.
    return /^\s*?(?:\n|$)/.test(source.slice(raw.length)) ? { ...found, type: "mathBlock", raw } : undefined;
  },
  renderer: (found) => `<p>${render(found)}</p>\n`,
};

const inline: TokenizerAndRendererExtension = {
  name: "math",
  level: "inline",
  start: (source) => /\\[([]|\$/.exec(source)?.index,
  tokenizer(source) {
    const found = formulaAt(source, textBefore(this.lexer, source));
    return found ? { ...found, type: "math" } : undefined;
  },
  renderer: render,
};

export const math: MarkedExtension = { extensions: [block, inline] };
