// Loaded when the first answer comes: the popup opens without it.
export { GrowingDocument } from "./growing-document.ts";
