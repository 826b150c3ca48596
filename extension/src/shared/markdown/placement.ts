import type { Token, Tokens } from "marked";
import type { Cut } from "./cuts.ts";
import { dress } from "./dress.ts";
import { containerOf, elementsOf, endLine, goOn, keepLoose, type OpenBlock, partsIn } from "./parts.ts";
import { mayRefer, refersTo } from "./references.ts";
import { sanitise } from "./sanitise.ts";
import { type Links, toHtml, toTokens } from "./to-html.ts";

/** Code with which the text ends. It is added to, so that a selection in it stays. */
interface GrowingCode {
  lang: string | undefined;
  text: Text;
}

/** A finished block with links that may be defined further down. */
interface Referring {
  markdown: string;
  share: Share;
  nodes: ChildNode[];
}

/** How much of a block there is: of a part only what stands in the block's element, of a further one no head. */
type Share = "block" | "first part" | "part";

function render(token: Token, share: Share): ChildNode[] {
  const fragment = dress(sanitise(toHtml([token])));
  if (share === "block") return [...fragment.childNodes];
  const container = containerOf(token, [...fragment.children]);
  if (!container) return [];
  return share === "part" ? partsIn(container) : [...container.childNodes];
}

/** The document in the page: blocks that are finished, then the unfinished end. */
export class Placement {
  readonly #root: HTMLElement;
  #end: ChildNode[] = [];
  #open: OpenBlock | null = null;
  #code: GrowingCode | null = null;
  #referring: Referring[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** What goes before the rest of the text, so that it is read as the rest of its block. */
  get carry(): string {
    return this.#open?.cut.carry ?? "";
  }

  /** Whether the rest of the text goes on with a block that has been cut. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Shows blocks that will not change any more. Gives the elements that are whole now. */
  finish([first, ...others]: readonly Token[]): Element[] {
    if (!first) return [];
    const code = this.#finishCode(first);
    const whole = code ? [code] : this.#finishBlock(first);
    this.#open = null;
    for (const token of others) whole.push(...this.#finishBlock(token));
    return whole;
  }

  /** The same for the first part of a block, which goes on as the cut says. */
  finishPart(token: Token, cut: Cut): Element[] {
    if (token.type === "code") endLine(token as Tokens.Code);
    const before = this.#openFor(token);
    this.#removeEnd();
    const nodes = this.#put(token, before);
    const placed = elementsOf(nodes);
    const element = before?.element ?? containerOf(token, placed);
    this.#open = element && cut.rest !== "new block" ? { type: token.type, element, cut } : null;
    // The first part has come with the element that the others will join.
    if (before) this.#remember(token, "part", nodes, before);
    else if (this.#open) this.#remember(token, "first part", [...this.#open.element.childNodes], this.#open);
    else this.#remember(token, "block", nodes, null);
    return token.type === "code" ? [] : placed;
  }

  /** Shows what may still change. Gives the elements that are new. */
  showEnd([first, ...others]: readonly Token[]): Element[] {
    if (first && this.#grow(first)) return [];
    this.#removeEnd();
    if (!first) return [];
    this.#end = this.#put(first, this.#openFor(first));
    this.#code = this.#growing(first);
    for (const token of others) this.#end.push(...this.#put(token, null));
    return elementsOf(this.#end);
  }

  /** Renders one block anew whose links were defined after it. Gives its elements, null if there is none. */
  resolveNext(links: Links): Element[] | null {
    for (let found = this.#referring.shift(); found; found = this.#referring.shift()) {
      const [token] = refersTo(found.markdown, links) ? toTokens(found.markdown, Object.create(links)) : [];
      if (!token) continue;
      const nodes = render(token, found.share);
      found.nodes[0]?.before(...nodes);
      for (const node of found.nodes) node.remove();
      return elementsOf(nodes);
    }
    return null;
  }

  #openFor({ type }: Token): OpenBlock | null {
    return this.#open?.type === type ? this.#open : null;
  }

  #put(token: Token, open: OpenBlock | null): ChildNode[] {
    if (open && token.type === "list") keepLoose(token as Tokens.List, open);
    const nodes = render(token, open ? "part" : "block");
    if (open) return goOn(open, nodes);
    this.#root.append(...nodes);
    return nodes;
  }

  #finishBlock(token: Token): Element[] {
    const open = this.#openFor(token);
    this.#removeEnd();
    const nodes = this.#put(token, open);
    this.#remember(token, open ? "part" : "block", nodes, open);
    return elementsOf(nodes);
  }

  /** Notes a block, or a part of one, whose links may be defined further down. */
  #remember({ type, raw }: Token, share: Share, nodes: ChildNode[], open: OpenBlock | null): void {
    if (type === "code" || open?.cut.rest === "same item" || !mayRefer(raw)) return;
    this.#referring.push({ markdown: raw, share, nodes });
  }

  #removeEnd(): void {
    for (const node of this.#end) node.remove();
    this.#end = [];
    this.#code = null;
  }

  #growing(token: Token): GrowingCode | null {
    const [text, ...others] = this.#open ? this.#end : (this.#endsCode()?.childNodes ?? []);
    // Whatever else stands in it has been made of the text, and is to be made anew.
    if (token.type !== "code" || others.length > 0 || !(text instanceof Text)) return null;
    return text.data === token.text ? { lang: token.lang, text } : null;
  }

  #endsCode(): Element | null {
    return elementsOf(this.#end)[0]?.querySelector("pre > code") ?? null;
  }

  /** Adds to the code with which the text ended so far, if this is the same with more in it. */
  #grow(token: Token): boolean {
    if (this.#code === null || token.type !== "code") return false;
    const { text, lang } = this.#code;
    if (token.lang !== lang || !token.text.startsWith(text.data)) return false;
    text.appendData(token.text.slice(text.length));
    return true;
  }

  /** The element of code that is whole now, though nothing but its end is new. */
  #finishCode(token: Token): Element | null {
    if (token.type !== "code") return null;
    if (this.#grow(token)) {
      const code = this.#code?.text.parentElement ?? null;
      this.#end = [];
      this.#code = null;
      return code;
    }
    if (this.#open?.type !== "code") return null;
    this.#removeEnd();
    this.#put(token, this.#open);
    return this.#open.element;
  }
}
