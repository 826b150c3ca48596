/** Loads what recognises keys in a text. It is more than a page needs to open, and is needed when a key is entered. */
export const loadRecogniser = () => import("./recognise.ts");
