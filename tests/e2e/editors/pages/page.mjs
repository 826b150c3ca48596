/** What every editor has at first. */
export const LINES = ["Before", "One two three", "After"];

export const place = document.querySelector("#editor");

/** Options of this page, in its address. */
export const options = Object.fromEntries(new URLSearchParams(location.search));

/**
 * Gives the tests the text that is in the editor's own model, and the one that a person sees. Called when the editor
 * is ready.
 */
export function ready(modelText, shownText = () => place.querySelector("[contenteditable]").innerText) {
  Object.assign(globalThis, { modelText, shownText });
}
