/**
 * A text without what editors may change when they lay it out: white space, filling characters, and the marks of
 * Markdown that some turn into bold and the like.
 */
export function letters(text: string): string {
  return text.replace(/[\s\p{Cf}*_~`]/gu, "");
}
