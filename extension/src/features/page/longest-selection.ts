/** The most characters that are taken of a selection: about 25,000 tokens. */
export const LONGEST_SELECTION = 100_000;
