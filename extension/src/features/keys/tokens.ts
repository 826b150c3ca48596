/** A run of characters that a key may consist of, as it is in the text. */
export interface Token {
  text: string;
  start: number;
  end: number;
  /** It is part of an address, where random names are usual. */
  inAddress: boolean;
  /** It has something within that no key has: a dash, the stars of a masked key, a letter that looks like another. */
  doubtful: boolean;
}

const ADDRESS = /\b\w+:\/\/[^\s"'`<>()[\]{}|]*/g;
const TOKEN =
  /(?:[\w.+/=~-]|(?<=[\w-])[%*\u2012-\u2015\u2212…•●∙·⋅]+(?=[\w-])|[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}])+/gu;
const UNDOUBTED = /^[\w.+/=~-]+$/;

/** Splits a text at everything that is no part of a key: quotes, brackets, commas, other scripts. */
export function tokensOf(text: string): Token[] {
  const addresses = [...text.matchAll(ADDRESS)].map(({ 0: { length }, index }) => [index, index + length]);
  const isInAddress = (at: number) => addresses.some(([from = 0, to = 0]) => from <= at && at < to);
  return [...text.matchAll(TOKEN)].map(({ 0: found, index }) => ({
    text: found,
    start: index,
    end: index + found.length,
    inAddress: isInAddress(index),
    doubtful: !UNDOUBTED.test(found),
  }));
}
