import { Marked, type RendererObject, type Token, type TokenizerObject } from "marked";
import { words } from "../locales/index.ts";
import { escapeHtml } from "./escape.ts";
import { renderLink } from "./links.ts";
import { math } from "./math.ts";

/** HTML in an answer is text like any other; only the line break, which tables need, is honoured. */
const tokenizer: TokenizerObject = {
  html: () => undefined,
  tag(source) {
    const lineBreak = /^<br\s*\/?>/i.exec(source);
    // The type wants one of HTML's own tokens, but a line break is what it is.
    return lineBreak ? ({ type: "br", raw: lineBreak[0] } as never) : undefined;
  },
};

const renderer: RendererObject = {
  html: ({ text }) => escapeHtml(text),
  link({ href, tokens }) {
    return renderLink(href, this.parser.parseInline(tokens));
  },
  // Loading a picture would tell its server that this answer was read.
  image({ href, text }) {
    return `<span class="image-placeholder">${escapeHtml(words.answer.image(text, href))}</span>`;
  },
  code({ text, lang }) {
    const language = /^[\w+#.-]{1,20}/.exec(lang ?? "")?.[0];
    const label = language ? ` data-language="${escapeHtml(language)}"` : "";
    return `<pre${label}><code>${escapeHtml(text)}\n</code></pre>\n`;
  },
  checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
};

const marked = new Marked({ gfm: true, tokenizer, renderer }, math);

export function toTokens(markdown: string): Token[] {
  return marked.lexer(markdown);
}

/** Not yet safe to show: it goes through `sanitise` first. */
export function toHtml(tokens: Token[]): string {
  return marked.parser(tokens);
}
