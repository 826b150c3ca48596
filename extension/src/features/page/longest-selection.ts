/** Characters of a selection that are taken: about 25,000 tokens. */
export const LONGEST_SELECTION = 100_000;
