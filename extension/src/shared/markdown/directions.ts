// Characters that turn the direction of what follows can make a text look like another one: code that reads
// harmless, an address that reads familiar. Each is made visible, and turns nothing but itself.

const TURNS = /[\u202A-\u202E\u2066-\u2069]/;

function mark(character: string): HTMLElement {
  const shown = document.createElement("span");
  shown.className = "direction-mark";
  shown.dataset.name = `U+${character.codePointAt(0)?.toString(16).toUpperCase()}`;
  // It stays what it is, for whoever copies the text.
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
