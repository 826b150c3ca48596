import type { Token, Tokens } from "marked";
import { type Cut, findCut, forceCut } from "./cuts.ts";
import { Embellishment } from "./embellishment.ts";
import { keepSelection } from "./kept-selection.ts";
import { leavesFormulaOpen } from "./math.ts";
import { Placement } from "./placement.ts";
import { type Links, toTokens } from "./to-html.ts";

/** Characters that are parsed in one step, few enough to take no noticeable time. */
const STRETCH = 2_000;
/** The same for the first step, which is slower because the code runs for the first time. */
const FIRST_STRETCH = 500;
/** Characters to which a block without parts may grow. */
const LONGEST = 2 * STRETCH;
/** Characters after which a block is cut whose parts can no longer change each other. */
const PART = 300;

/**
 * A block that is followed by another one no longer changes. Blank lines belong to the block after them. But what
 * looks like further blocks may be part of a formula, until a blank line ends it.
 */
function countFinished(tokens: readonly Token[]): number {
  const last = tokens.findLastIndex(({ type }) => type !== "space");
  const formula = tokens.findIndex(({ raw }) => leavesFormulaOpen(raw));
  const open = formula >= 0 && !tokens.slice(formula, last).some(({ type }) => type === "space");
  return Math.max(open ? formula : last, 0);
}

function lengthOf(tokens: readonly Token[]): number {
  return tokens.reduce((length, { raw }) => length + raw.length, 0);
}

/**
 * Markdown that grows at its end. Finished blocks are rendered once, only the unfinished end is rendered again.
 * A block that becomes too long is cut in two. So the work is proportional to the text, whatever its structure.
 *
 * `update` sets the text; each `advance` does one small piece of the work that is left. `wake` is called when
 * there is work again without an update.
 */
export class GrowingDocument {
  readonly #root: HTMLElement;
  readonly #wake: () => void;
  #placement: Placement;
  #embellishment: Embellishment;
  /** The text as it arrived, and the same with normalised line ends. */
  #text = "";
  #source = "";
  #complete = false;
  /** How much of the source is finished. */
  #finished = 0;
  /** Whether something is not shown yet. */
  #behind = false;
  #links: Links = Object.create(null) as Links;
  /** Selects again what was selected before something was rendered again, which can take several steps. */
  #restore: (() => boolean) | null = null;

  constructor(root: HTMLElement, wake: () => void) {
    this.#root = root;
    this.#wake = wake;
    [this.#placement, this.#embellishment] = this.#begin();
  }

  #begin(): [Placement, Embellishment] {
    this.#root.replaceChildren();
    return [new Placement(this.#root), new Embellishment(this.#wake)];
  }

  update(text: string, complete: boolean): void {
    // Text that follows a supposed end changes how that end is parsed.
    const goesOn = this.#complete && (!complete || text.length > this.#text.length);
    if (goesOn || !text.startsWith(this.#text)) {
      this.#restore = goesOn ? this.#keepSelection(this.#root.firstChild) : null;
      [this.#placement, this.#embellishment] = this.#begin();
      this.#text = this.#source = "";
      this.#finished = 0;
      this.#links = Object.create(null) as Links;
    }
    // A carriage return at the end may be half of a line end.
    const arrived = complete || !text.endsWith("\r") ? text : text.slice(0, -1);
    this.#source += arrived.slice(this.#text.length).replace(/\r\n?/g, "\n");
    this.#text = arrived;
    this.#complete = complete;
    this.#behind = true;
  }

  /** True while there is more to do. */
  advance(): boolean {
    if (this.#behind) {
      this.#restore ??= this.#keepSelection(this.#placement.firstOfEnd);
      this.#behind = !this.#readOn();
      if (this.#restore?.() || !this.#behind) this.#restore = null;
      return true;
    }
    const rendered = this.#complete ? this.#placement.resolveNext(this.#links) : null;
    if (rendered === null) return this.#embellishment.next();
    this.#embellishment.take(rendered);
    return true;
  }

  #keepSelection(first: ChildNode | null | undefined): (() => boolean) | null {
    return first ? keepSelection(this.#root, first) : null;
  }

  get #stretch(): number {
    return this.#finished > 0 ? STRETCH : FIRST_STRETCH;
  }

  /** Shows a further piece; true once everything is shown. */
  #readOn(): boolean {
    for (let size = this.#stretch; ; size *= 2) {
      const stretch = this.#source.slice(this.#finished, this.#finished + Math.min(size, LONGEST));
      const toTheEnd = this.#finished + stretch.length === this.#source.length;
      const tokens = this.#read(stretch);
      const finished = toTheEnd && this.#complete ? tokens.length : countFinished(tokens);
      if (finished > 0) {
        this.#finish(tokens.slice(0, finished));
        if (toTheEnd) this.#showEnd(tokens.slice(finished));
        return toTheEnd;
      }
      const [block] = tokens;
      const cut = block && this.#cutOf(block, stretch.length);
      if (block && cut) {
        this.#finishPart(stretch.slice(0, cut.at - this.#placement.carry.length), cut);
        return false;
      }
      if (toTheEnd) {
        this.#showEnd(tokens);
        return true;
      }
    }
  }

  #read(stretch: string): Token[] {
    // Link definitions in the unfinished end may still change, so they are kept apart.
    const links = Object.create(this.#links) as Links;
    return toTokens(this.#placement.carry + stretch, links);
  }

  #cutOf(block: Token, length: number): Cut | null {
    // One blank line between items makes the whole list loose, so a list is cut late.
    if (length < (this.#placement.isOpen || block.type === "table" ? PART : STRETCH)) return null;
    return findCut(block) ?? (length < LONGEST ? null : forceCut(block));
  }

  #finish(tokens: readonly Token[]): void {
    this.#finished += lengthOf(tokens) - this.#placement.carry.length;
    for (const { type, tag, href, title } of tokens as Tokens.Def[]) {
      if (type === "def") this.#links[tag] ??= { href, title };
    }
    this.#embellishment.take(this.#placement.finish(tokens));
  }

  #finishPart(source: string, cut: Cut): void {
    const [block] = this.#read(source);
    this.#finished += source.length;
    if (block) this.#embellishment.take(this.#placement.finishPart(block, cut));
  }

  #showEnd(tokens: readonly Token[]): void {
    this.#embellishment.foresee(this.#placement.showEnd(tokens));
  }
}
