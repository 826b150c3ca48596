import type { Token, Tokens } from "marked";
import type { Cut } from "./cuts.ts";
import { decorate } from "./decorate.ts";
import { countInvisible } from "./invisible.ts";
import { containerOf, elementsOf, endLine, goOn, keepLoose, type OpenBlock, partsIn } from "./parts.ts";
import { mayRefer, refersTo } from "./references.ts";
import { sanitise } from "./sanitise.ts";
import { type Links, toHtml, toTokens } from "./to-html.ts";

/** The code that the text ends with. It is appended to, so that a selection in it survives. */
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

/** Which piece of a block is rendered: of a part only the content of the block's element, of a further one no head. */
type Share = "block" | "first part" | "part";

function render(token: Token, share: Share): ChildNode[] {
  const fragment = decorate(sanitise(toHtml([token])));
  if (share === "block") return [...fragment.childNodes];
  const container = containerOf(token, [...fragment.children]);
  if (!container) return [];
  return share === "part" ? partsIn(container) : [...container.childNodes];
}

/** The document in the page: finished blocks, then the unfinished end. */
export class Placement {
  readonly #root: HTMLElement;
  #end: ChildNode[] = [];
  #open: OpenBlock | null = null;
  #code: GrowingCode | null = null;
  #referring: Referring[] = [];

  constructor(root: HTMLElement) {
    this.#root = root;
  }

  /** The text to put before the rest, so that it is parsed as the rest of its block. */
  get carry(): string {
    return this.#open?.cut.carry ?? "";
  }

  /** Whether the rest of the text continues a block that has been cut. */
  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Shows blocks that no longer change. Returns the elements that are complete now. */
  finish([first, ...others]: readonly Token[]): Element[] {
    if (!first) return [];
    const code = this.#finishCode(first);
    const whole = code ? [code] : this.#finishBlock(first);
    this.#open = null;
    for (const token of others) whole.push(...this.#finishBlock(token));
    return whole;
  }

  /** The same for the first part of a block that has been cut. */
  finishPart(token: Token, cut: Cut): Element[] {
    if (token.type === "code") endLine(token as Tokens.Code);
    const before = this.#openFor(token);
    this.#removeEnd();
    const nodes = this.#put(token, before);
    const placed = elementsOf(nodes);
    const element = before?.element ?? containerOf(token, placed);
    this.#open = element && cut.rest !== "new block" ? { type: token.type, element, cut } : null;
    // The first part has brought the element that the others are added to.
    if (before) this.#remember(token, "part", nodes, before);
    else if (this.#open) this.#remember(token, "first part", [...this.#open.element.childNodes], this.#open);
    else this.#remember(token, "block", nodes, null);
    return token.type === "code" ? [] : placed;
  }

  /** Shows what may still change. Returns the new elements. */
  showEnd([first, ...others]: readonly Token[]): Element[] {
    if (first && this.#grow(first)) return [];
    this.#removeEnd();
    if (!first) return [];
    this.#end = this.#put(first, this.#openFor(first));
    this.#code = this.#growing(first);
    for (const token of others) this.#end.push(...this.#put(token, null));
    return elementsOf(this.#end);
  }

  /** Renders one block again whose links were defined after it. Returns its elements; null if there is none. */
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

  /** Remembers a block, or a part of one, whose links may be defined further down. */
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
    // Everything else in it was rendered from the text, and is rendered again.
    if (token.type !== "code" || others.length > 0 || !(text instanceof Text)) return null;
    return text.data === token.text ? { lang: token.lang, text } : null;
  }

  #endsCode(): Element | null {
    return elementsOf(this.#end)[0]?.querySelector("pre > code") ?? null;
  }

  /** Appends to the code that the text ended with so far, if this is the same code with more in it. */
  #grow(token: Token): boolean {
    if (this.#code === null || token.type !== "code") return false;
    const { text, lang } = this.#code;
    if (token.lang !== lang || !token.text.startsWith(text.data)) return false;
    const added = token.text.slice(text.length);
    // They are marked where the whole is rendered again.
    if (countInvisible(added) > 0) return false;
    text.appendData(added);
    return true;
  }

  /** The element of code that is complete now, although only its end is new. */
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
