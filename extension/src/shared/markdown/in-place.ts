// Changes nodes of the page into newly rendered ones. Whatever is the same stays, and with it what the person has
// selected, focused or scrolled there.

function setText(text: Text, data: string): void {
  let same = 0;
  while (same < data.length && text.data.charAt(same) === data.charAt(same)) same += 1;
  if (same < Math.max(text.length, data.length)) text.replaceData(same, text.length - same, data.slice(same));
}

function setAttributes(element: Element, { attributes }: Element): void {
  for (const name of element.getAttributeNames()) {
    if (!attributes.getNamedItem(name)) element.removeAttribute(name);
  }
  for (const { name, value } of attributes) {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

/** Whether the node could become like the other one. */
function become(node: ChildNode, other: ChildNode): boolean {
  if (node.nodeName !== other.nodeName) return false;
  if (node instanceof Text && other instanceof Text) setText(node, other.data);
  if (node instanceof Element && other instanceof Element && !node.isEqualNode(other)) {
    setAttributes(node, other);
    const { surplus } = changeNodes(node, [...node.childNodes], [...other.childNodes]);
    for (const one of surplus) one.remove();
  }
  return true;
}

/**
 * Changes successive nodes of the parent, the last ones unless others follow them, into other nodes. Returns those that
 * are in the page then, and what is left of the former ones after them.
 */
export function changeNodes(
  parent: ParentNode,
  nodes: readonly ChildNode[],
  others: readonly ChildNode[],
): { changed: ChildNode[]; surplus: ChildNode[] } {
  const next = nodes.at(-1)?.nextSibling ?? null;
  const changed = others.map((other, place) => {
    const node = nodes[place];
    if (node && become(node, other)) return node;
    if (node) node.replaceWith(other);
    else parent.insertBefore(other, next);
    return other;
  });
  return { changed, surplus: nodes.slice(others.length) };
}
