import type { Token, Tokens } from "marked";
import type { Cut } from "./cuts.ts";
import { decorate } from "./decorate.ts";
import { changeNodes } from "./in-place.ts";
import { keepSelection } from "./kept-selection.ts";
import {
  containerOf,
  elementsOf,
  endLine,
  keepLoose,
  type OpenBlock,
  type Place,
  partsIn,
  placesIn,
} from "./parts.ts";
import { mayRefer, refersTo } from "./references.ts";
import { sanitise } from "./sanitise.ts";
import { type Links, toHtml, toTokens } from "./to-html.ts";

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

function removeAll(nodes: Iterable<ChildNode>): void {
  for (const node of nodes) node.remove();
}

/** The document in the page: finished blocks, then the unfinished end. */
export class Placement {
  readonly #root: HTMLElement;
  /** What may still change, by its parents. It is changed in place, so that a selection in it survives. */
  #end = new Map<ParentNode, ChildNode[]>();
  #open: OpenBlock | null = null;
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

  /** The first node that may still change. */
  get firstOfEnd(): ChildNode | undefined {
    return [...this.#end.values()].flat()[0];
  }

  /** Shows blocks that no longer change. Returns the elements that are complete now. */
  finish([first, ...others]: readonly Token[]): Element[] {
    if (!first) return [];
    const open = this.#openFor(first);
    const placed = this.#finishBlock(first, open);
    // Of code that was cut only the last part is new, but all of it is complete.
    const whole = open && first.type === "code" ? [open.element] : placed;
    this.#open = null;
    for (const token of others) whole.push(...this.#finishBlock(token, null));
    return whole;
  }

  /** The same for the first part of a block that has been cut. */
  finishPart(token: Token, cut: Cut): Element[] {
    if (token.type === "code") endLine(token as Tokens.Code);
    const before = this.#openFor(token);
    const nodes = this.#put(token, before).flatMap((place) => place.nodes);
    const placed = elementsOf(nodes);
    const element = before?.element ?? containerOf(token, placed);
    this.#open = null;
    if (element && cut.rest !== "new block") {
      const item = placed.findLast(({ parentNode }) => parentNode === element) ?? before?.item;
      this.#open = { type: token.type, element, item: item ?? element.lastElementChild, cut };
    }
    // The first part has brought the element that the others are added to.
    if (before) this.#remember(token, "part", nodes, before);
    else if (this.#open) this.#remember(token, "first part", [...this.#open.element.childNodes], this.#open);
    else this.#remember(token, "block", nodes, null);
    return token.type === "code" ? [] : placed;
  }

  /** Shows what may still change. Returns its elements. */
  showEnd([first, ...others]: readonly Token[]): Element[] {
    const places = first ? this.#put(first, this.#openFor(first)) : [];
    for (const token of others) places.push(...this.#put(token, null));
    removeAll([...this.#end.values()].flat());
    this.#end = new Map(places.map(({ parent }) => [parent, []]));
    for (const { parent, nodes } of places) this.#end.get(parent)?.push(...nodes);
    return elementsOf(places.flatMap(({ nodes }) => nodes));
  }

  /** Renders one block again whose links were defined after it. Returns its elements; null if there is none. */
  resolveNext(links: Links): Element[] | null {
    for (let found = this.#referring.shift(); found; found = this.#referring.shift()) {
      const [token] = refersTo(found.markdown, links) ? toTokens(found.markdown, Object.create(links)) : [];
      const [first] = found.nodes;
      if (!token || !first?.parentNode) continue;
      const restore = keepSelection(this.#root, first);
      const { changed, surplus } = changeNodes(first.parentNode, found.nodes, render(token, found.share));
      removeAll(surplus);
      restore?.();
      return elementsOf(changed);
    }
    return null;
  }

  #openFor({ type }: Token): OpenBlock | null {
    return this.#open?.type === type ? this.#open : null;
  }

  /** Changes the end, from its beginning on, into the token. Returns where the token is. */
  #put(token: Token, open: OpenBlock | null): Place[] {
    if (open && token.type === "list") keepLoose(token as Tokens.List, open);
    const rendered = render(token, open ? "part" : "block");
    const places = open ? placesIn(open, rendered) : [{ parent: this.#root, nodes: rendered }];
    return places.map(({ parent, nodes }) => {
      const { changed, surplus } = changeNodes(parent, this.#end.get(parent) ?? [], nodes);
      this.#end.set(parent, surplus);
      return { parent, nodes: changed };
    });
  }

  #finishBlock(token: Token, open: OpenBlock | null): Element[] {
    const places = this.#put(token, open);
    if (open) for (const { parent } of places) this.#clear(parent);
    const nodes = places.flatMap((place) => place.nodes);
    this.#remember(token, open ? "part" : "block", nodes, open);
    return elementsOf(nodes);
  }

  #clear(parent: ParentNode): void {
    removeAll(this.#end.get(parent) ?? []);
    this.#end.delete(parent);
  }

  /** Remembers a block, or a part of one, whose links may be defined further down. */
  #remember({ type, raw }: Token, share: Share, nodes: ChildNode[], open: OpenBlock | null): void {
    if (type === "code" || open?.cut.rest === "same item" || !mayRefer(raw)) return;
    this.#referring.push({ markdown: raw, share, nodes });
  }
}
