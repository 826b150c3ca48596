import {
  Lexer,
  type Links,
  Marked,
  type RendererObject,
  type Token,
  Tokenizer,
  type TokenizerObject,
} from "marked";
import { strings } from "../locales/index.ts";
import { escapeHtml } from "./escape.ts";
import { renderLink } from "./links.ts";
import { hasLongWord, longWords } from "./long-words.ts";
import { math } from "./math.ts";

/** Lists and quotations within each other, deeper than anybody reads. What lies deeper stays text. */
const DEEPEST = 16;
let depth = 0;

/** Each level reads all of its inside again: a thousand `>` in a row would take a minute and the stack. */
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
  // HTML in an answer is text like any other; only the line break, which tables need, is honoured.
  html: () => undefined,
  tag(source) {
    const lineBreak = /^<br\s*\/?>/i.exec(source);
    // The type wants one of HTML's own tokens, but a line break is what it is.
    return lineBreak ? ({ type: "br", raw: lineBreak[0] } as never) : undefined;
  },
  list(source) {
    return oneDeeper(() => Tokenizer.prototype.list.call(this, source));
  },
  blockquote(source) {
    return oneDeeper(() => Tokenizer.prototype.blockquote.call(this, source));
  },
};

const LONGEST_ADDRESS = 300;

/** A picture may carry itself in its address; nobody reads that. */
function shorten(address: string): string {
  return address.length > LONGEST_ADDRESS ? `${address.slice(0, LONGEST_ADDRESS)}…` : address;
}

const renderer: RendererObject = {
  html: ({ text }) => escapeHtml(text),
  link({ href, text, tokens }) {
    return renderLink(href, text, this.parser.parseInline(tokens));
  },
  // Loading a picture would tell its server that this answer was read.
  image({ href, text }) {
    return `<span class="image-placeholder">${escapeHtml(strings.answer.image(text, shorten(href)))}</span>`;
  },
  code({ text, lang }) {
    const language = /^[\w+#.-]{1,20}/.exec(lang ?? "")?.[0];
    const label = language ? ` data-language="${escapeHtml(language)}"` : "";
    return `<pre${label}><code>${escapeHtml(text)}</code></pre>\n`;
  },
  checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
};

const marked = new Marked({ gfm: true, tokenizer, renderer }, math);
/** Looks ahead more than most texts are worth. */
const patient = new Marked({ gfm: true, tokenizer, renderer }, math, longWords);

/** Link definitions by their labels; those that the text brings are added. */
export type { Links };

export function toTokens(markdown: string, links: Links): Token[] {
  const lexer = new Lexer((hasLongWord(markdown) ? patient : marked).defaults);
  lexer.tokens.links = links;
  return lexer.lex(markdown);
}

/** Not yet safe to show: it goes through `sanitise` first. */
export function toHtml(tokens: Token[]): string {
  return patient.parser(tokens);
}
