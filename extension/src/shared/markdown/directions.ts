// Characters that change the writing direction can make a text look like another one: harmless code, a familiar
// address. Each is made visible, and its effect is limited to itself.

const TURNS = /[\u202A-\u202E\u2066-\u2069]/;

function mark(character: string): HTMLElement {
  const shown = document.createElement("span");
  shown.className = "direction-mark";
  shown.dataset.name = `U+${character.codePointAt(0)?.toString(16).toUpperCase()}`;
  // The character itself stays, so a copied text is unchanged.
  shown.textContent = character;
  return shown;
}

export function markDirections(root: Node): void {
  if (!TURNS.test(root.textContent ?? "")) return;
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const turning: Text[] = [];
  while (texts.nextNode()) {
    if (texts.currentNode instanceof Text && TURNS.test(texts.currentNode.data))
      turning.push(texts.currentNode);
  }
  for (const text of turning) {
    const parts = text.data.split(/([\u202A-\u202E\u2066-\u2069])/);
    text.replaceWith(...parts.map((part) => (TURNS.test(part) ? mark(part) : part)));
  }
}
