import type { Token, Tokens } from "marked";

// Pairs the delimiters of emphasis and strikethrough, as CommonMark's appendix "An algorithm for parsing nested
// emphasis and links" describes it.

/** A run of `*`, `_` or `~`, which may open or close emphasis, or both. */
export interface Delimiters extends Tokens.Generic {
  type: "delimiters";
  mark: string;
  opens: boolean;
  closes: boolean;
}

function isDelimiters(token: Token): token is Delimiters {
  return token.type === "delimiters";
}

/** A run that waits for its other half. What is left of it stands in the text. */
interface Opener {
  run: Delimiters;
  left: Tokens.Text;
  /** Its place among the tokens that have been read. */
  place: number;
}

function asText(raw: string): Tokens.Text {
  return { type: "text", raw, text: raw };
}

function shorten(text: Tokens.Text, count: number): void {
  text.raw = text.text = text.text.slice(count);
}

/** "If one of the delimiters can both open and close emphasis, …": otherwise `a**b*c**` would end in its middle. */
function areHalves(opener: Delimiters, closer: Delimiters): boolean {
  if (opener.mark !== closer.mark) return false;
  const [one, other] = [opener.raw.length, closer.raw.length];
  const ambiguous = opener.closes || closer.opens;
  return !ambiguous || (one + other) % 3 !== 0 || (one % 3 === 0 && other % 3 === 0);
}

class Pairing {
  readonly tokens: Token[] = [];
  #openers: Opener[] = [];
  /** For each kind of closer, how many of the openers are known not to fit. */
  readonly #vain = new Map<string, number>();

  add(token: Token): void {
    if (!isDelimiters(token)) {
      this.tokens.push(token);
      return;
    }
    const left = asText(token.raw);
    if (token.closes) this.#close(token, left);
    if (left.text === "") return;
    if (token.opens) this.#openers.push({ run: token, left, place: this.tokens.length });
    this.tokens.push(left);
  }

  /** Ends what the run ends, and takes what it needs for that from its text. */
  #close(run: Delimiters, left: Tokens.Text): void {
    while (left.text !== "") {
      const found = this.#find(run);
      const opener = this.#openers[found];
      if (opener === undefined) return;
      const count = Math.min(opener.left.text.length, left.text.length, 2);
      this.#wrap(opener, run.mark === "~" ? "del" : count === 2 ? "strong" : "em", count);
      shorten(left, count);
      this.#forget(opener.left.text === "" ? found : found + 1);
    }
  }

  /** The nearest opener that fits; -1 if there is none. */
  #find(run: Delimiters): number {
    const kind = `${run.mark}${run.opens}${run.raw.length % 3}`;
    const vain = this.#vain.get(kind) ?? 0;
    const found = this.#openers.slice(vain).findLastIndex((opener) => areHalves(opener.run, run));
    if (found >= 0) return vain + found;
    this.#vain.set(kind, this.#openers.length);
    return -1;
  }

  #wrap({ left, place }: Opener, type: "del" | "em" | "strong", count: number): void {
    const marks = left.text.slice(-count);
    shorten(left, count);
    const tokens = this.tokens.splice(place + 1);
    if (left.text === "") this.tokens.pop();
    const text = tokens.map(({ raw }) => raw).join("");
    this.tokens.push({ type, raw: `${marks}${text}${marks}`, text, tokens });
  }

  /** The openers after these have found no other half. */
  #forget(count: number): void {
    this.#openers.length = count;
    for (const [kind, vain] of this.#vain) this.#vain.set(kind, Math.min(vain, count));
  }
}

/** Replaces the delimiters among the tokens by what they stand for. */
export function pairDelimiters(tokens: Token[]): void {
  if (!tokens.some(isDelimiters)) return;
  const pairing = new Pairing();
  for (const token of tokens) pairing.add(token);
  tokens.length = 0;
  for (const token of pairing.tokens) tokens.push(token);
}
