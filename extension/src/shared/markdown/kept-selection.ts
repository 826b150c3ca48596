// A selection ends where its nodes are removed or moved. So what is selected is found again by its place in the text.

/** How far its place may have moved, since Markdown's marks vanish from the text before it. */
const NEAR = 64;
/** Characters of it that are enough to find one of its ends, where the other one stands elsewhere. */
const BESIDE = 32;

interface Point {
  node: Node;
  offset: number;
}

/** The text of a root after one of its nodes. */
class Following {
  readonly #root: Node;
  /** The last text before it; null if it is all of the root's text. */
  readonly #before: Node | null;

  constructor(root: Node, first: Node) {
    this.#root = root;
    const walker = this.#walk(first);
    this.#before = walker.previousNode();
  }

  #walk(from: Node): TreeWalker {
    const walker = document.createTreeWalker(this.#root, NodeFilter.SHOW_TEXT);
    walker.currentNode = from;
    return walker;
  }

  *#texts(): Generator<Text> {
    const walker = this.#walk(this.#before ?? this.#root);
    while (walker.nextNode()) if (walker.currentNode instanceof Text) yield walker.currentNode;
  }

  /** Its first characters. */
  read(length: number): string {
    let read = "";
    for (const { data } of this.#texts()) {
      read += data;
      if (read.length >= length) break;
    }
    return read.slice(0, length);
  }

  /** Where a point stands in it; null for a point elsewhere. */
  placeOf({ node, offset }: Point): number | null {
    if (!this.#root.contains(node)) return null;
    const lead = new Range();
    if (this.#before) lead.setStartAfter(this.#before);
    else lead.setStart(this.#root, 0);
    if (lead.comparePoint(node, offset) < 0) return null;
    lead.setEnd(node, offset);
    return lead.toString().length;
  }

  /** The point at a place: before the next character, or after the last one. */
  pointAt(place: number, side: "before" | "after"): Point | null {
    let left = place;
    for (const node of this.#texts()) {
      if (left < node.length || (side === "after" && left === node.length)) return { node, offset: left };
      left -= node.length;
    }
    return null;
  }
}

function nearest(content: string, text: string, place: number): number | null {
  if (content.startsWith(text, place)) return place;
  const before = content.lastIndexOf(text, place);
  const after = content.indexOf(text, place);
  if (before < 0 || after < 0) return Math.max(before, after) < 0 ? null : Math.max(before, after);
  return place - before < after - place ? before : after;
}

function endsOf({ startContainer, startOffset, endContainer, endOffset }: Range): [Point, Point] {
  return [
    { node: startContainer, offset: startOffset },
    { node: endContainer, offset: endOffset },
  ];
}

/**
 * Remembers what is selected in the root from one of its nodes on. Null if that is nothing; otherwise a function that
 * selects it again, for when these nodes have been changed, and returns whether it is there.
 */
export function keepSelection(root: Node, first: Node): (() => boolean) | null {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed) return null;
  const following = new Following(root, first);
  const ends = endsOf(selection.getRangeAt(0));
  const [start, end] = [following.placeOf(ends[0]), following.placeOf(ends[1])];
  if (start === null && end === null) return null;
  const from = start ?? Math.max(0, (end ?? 0) - BESIDE);
  const text =
    end === null
      ? following
          .read(from + BESIDE)
          .slice(from)
          .trimEnd()
      : following.read(end).slice(from);
  const backward = selection.anchorNode !== ends[0].node || selection.anchorOffset !== ends[0].offset;

  const select = (head: Point, tail: Point) => {
    const [anchor, focus] = backward ? [tail, head] : [head, tail];
    selection.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset);
  };

  return () => {
    if (selection.rangeCount === 0) return true;
    const found = nearest(following.read(from + text.length + NEAR), text, from);
    if (found === null) return false;
    const [first, last] = [start, end].map((place) => (place === null ? null : place + found - from));
    const now = endsOf(selection.getRangeAt(0)).map((point) => following.placeOf(point));
    if (now[0] === first && now[1] === last) return true;
    const head = first == null ? ends[0] : following.pointAt(first, "before");
    const tail = last == null ? ends[1] : following.pointAt(last, "after");
    if (head && tail) select(head, tail);
    return true;
  };
}
