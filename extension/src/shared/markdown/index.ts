// Loaded on demand: the popup opens without it.

export { countInvisible, withoutInvisible } from "./invisible.ts";
export { markInvisible } from "./invisible-marks.ts";
export { PacedDocument } from "./paced-document.ts";
export { toPlainText } from "./plain-text.ts";
export { toRichText } from "./rich-text.ts";
