import { Lexer, type Token } from "marked";
import { pairDelimiters } from "./emphasis.ts";

/** A lexer whose tokenizers can look back, and which pairs the delimiters of emphasis once all of a text is read. */
export class InlineLexer extends Lexer {
  #text = "";

  override inlineTokens(text: string, tokens: Token[] = []): Token[] {
    const outer = this.#text;
    this.#text = text;
    super.inlineTokens(text, tokens);
    this.#text = outer;
    pairDelimiters(tokens);
    return tokens;
  }

  /** What comes before the rest of the text that is being read. */
  before(rest: string): string {
    return this.#text.slice(0, this.#text.length - rest.length);
  }
}

/** `marked` knows the type of its own lexer only. */
export function textBefore(lexer: Lexer, rest: string): string {
  return (lexer as InlineLexer).before(rest);
}
