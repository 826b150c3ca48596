import type { Generation } from "../answer/generation.ts";

export interface CompareState {
  /** The prompt that the columns answer. */
  prompt: string | null;
  /** One generation a provider; its `ref` is the provider's id. */
  columns: Generation[];
  /** The providers that the person has left out. */
  excluded: string[];
}

export const NOTHING_COMPARED: CompareState = { prompt: null, columns: [], excluded: [] };

/** The newest comparison as it is stored: its prompt, its generations in their order, and who is left out. */
export interface StoredComparison {
  prompt: string | null;
  runs: { provider: string; id: string }[];
  excluded: string[];
}
