import { type Links, Marked, type RendererObject, type Token, Tokenizer, type TokenizerObject } from "marked";
import { strings } from "../locales/index.ts";
import { bareLink } from "./bare-links.ts";
import { delimiters } from "./delimiters.ts";
import { decodeEntities, escapeHtml } from "./escape.ts";
import { InlineLexer } from "./inline-lexer.ts";
import { renderLink } from "./links.ts";
import { hasLongWord, longWords } from "./long-words.ts";
import { math } from "./math.ts";
import { table } from "./tables.ts";

/** Nested lists and quotations. What is nested deeper stays text. */
const DEEPEST = 16;
let depth = 0;

/** Each level parses its whole content again: a thousand `>` would take a minute and overflow the stack. */
function oneDeeper<T>(read: () => T): T | undefined {
  if (depth === DEEPEST) return undefined;
  depth += 1;
  try {
    return read();
  } finally {
    depth -= 1;
  }
}

const tokenizer: TokenizerObject = {
  // HTML in an answer is shown as text, except for line breaks, which tables need.
  html: () => undefined,
  tag(source) {
    const lineBreak = /^<br\s*\/?>/i.exec(source);
    // The types allow HTML tokens only here, but a line break token is what is needed.
    return lineBreak ? ({ type: "br", raw: lineBreak[0] } as never) : undefined;
  },
  list(source) {
    return oneDeeper(() => Tokenizer.prototype.list.call(this, source));
  },
  blockquote(source) {
    return oneDeeper(() => Tokenizer.prototype.blockquote.call(this, source));
  },
  table,
  url: bareLink,
};

const LONGEST_ADDRESS = 300;

/** The address of a picture may be a data URL, which is no help to a reader. */
function shorten(address: string): string {
  return address.length > LONGEST_ADDRESS ? `${address.slice(0, LONGEST_ADDRESS)}…` : address;
}

const renderer: RendererObject = {
  html: ({ text }) => escapeHtml(text),
  link({ href, text, tokens }) {
    return renderLink(decodeEntities(href), decodeEntities(text), this.parser.parseInline(tokens));
  },
  // Not loaded: the request would tell the server that this answer was read.
  image({ href, tokens }) {
    const text = this.parser.parseInline(tokens, this.parser.textRenderer);
    return `<span class="image-placeholder">${escapeHtml(strings.answer.image(text, shorten(decodeEntities(href))))}</span>`;
  },
  code({ text, lang }) {
    const language = /^[\w+#.-]{1,20}/.exec(lang ?? "")?.[0];
    const label = language ? ` data-language="${escapeHtml(language)}"` : "";
    return `<pre${label}><code>${escapeHtml(text)}</code></pre>\n`;
  },
  checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
};

const marked = new Marked({ gfm: true, breaks: true, tokenizer, renderer }, delimiters, math);
/** Slow, because it looks far ahead. */
const patient = new Marked({ gfm: true, breaks: true, tokenizer, renderer }, delimiters, math, longWords);

/** Link definitions by their labels. Definitions in the text are added. */
export type { Links };

export function toTokens(markdown: string, links: Links): Token[] {
  const lexer = new InlineLexer((hasLongWord(markdown) ? patient : marked).defaults);
  lexer.tokens.links = links;
  return lexer.lex(markdown);
}

/** Not safe to show yet: the result has to go through `sanitise`. */
export function toHtml(tokens: Token[]): string {
  return patient.parser(tokens);
}
