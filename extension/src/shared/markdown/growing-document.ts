import type { Token, Tokens } from "marked";
import { type Cut, findCut, forceCut } from "./cuts.ts";
import { Embellishment } from "./embellishment.ts";
import { leavesFormulaOpen } from "./math.ts";
import { Placement } from "./placement.ts";
import { type Links, toTokens } from "./to-html.ts";

/** Characters that are read in one go: so few that nobody notices the time. */
const STRETCH = 2_000;
/** The same at the beginning, where all that reads and shows them is slow because it runs for the first time. */
const FIRST_STRETCH = 500;
/** Characters to which a block may grow that has no parts. */
const LONGEST = 2 * STRETCH;
/** Characters after which a block is cut again, whose parts are known not to change each other any more. */
const PART = 300;

/**
 * A block that another one follows will not change any more; blank lines belong to the block after them.
 * But what looks like other blocks may be the inside of a formula, as long as no blank line ends it.
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
 * Markdown that grows at its end. What is finished is rendered once, and only the unfinished end anew; a
 * block that becomes too long is cut in two. So the work grows as the text does, however it is built.
 *
 * `update` says what the text is now; each `advance` does one small piece of the work that is left. `wake`
 * is called when there is work again without an update.
 */
export class GrowingDocument {
  readonly #root: HTMLElement;
  readonly #wake: () => void;
  #placement: Placement;
  #embellishment: Embellishment;
  /** The text as it came, and with the line ends that Markdown knows. */
  #text = "";
  #source = "";
  #complete = false;
  /** How much of the source is finished. */
  #finished = 0;
  /** Whether the page does not show everything yet. */
  #behind = false;
  #links: Links = Object.create(null) as Links;

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
    // An answer that goes on after its end changes what the end was taken for.
    const goesOn = this.#complete && (!complete || text.length > this.#text.length);
    if (goesOn || !text.startsWith(this.#text)) {
      [this.#placement, this.#embellishment] = this.#begin();
      this.#text = this.#source = "";
      this.#finished = 0;
      this.#links = Object.create(null) as Links;
    }
    // A carriage return at the end may be the half of a line end.
    const arrived = complete || !text.endsWith("\r") ? text : text.slice(0, -1);
    this.#source += arrived.slice(this.#text.length).replace(/\r\n?/g, "\n");
    this.#text = arrived;
    this.#complete = complete;
    this.#behind = true;
  }

  /** Says whether there is more to do. */
  advance(): boolean {
    if (this.#behind) {
      this.#behind = !this.#readOn();
      return true;
    }
    const anew = this.#complete ? this.#placement.resolveNext(this.#links) : null;
    if (anew === null) return this.#embellishment.next();
    this.#embellishment.take(anew);
    return true;
  }

  get #stretch(): number {
    return this.#finished > 0 ? STRETCH : FIRST_STRETCH;
  }

  /** Shows some more; says whether everything is shown now. */
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
    // What the unfinished end defines may still change, so it is kept apart.
    const links = Object.create(this.#links) as Links;
    return toTokens(this.#placement.carry + stretch, links);
  }

  #cutOf(block: Token, length: number): Cut | null {
    // The items of a list stand apart if but one does, so a list is cut late.
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
