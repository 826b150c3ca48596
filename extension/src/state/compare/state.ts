import type { GenerationView } from "../state.ts";

/** What one provider makes of the prompt. */
export interface Column {
  provider: string;
  model: string;
  /** The generation's name, once the gateway has given it one. */
  id: string | null;
  view: GenerationView;
  /** Milliseconds until the first words came. */
  firstWordsMs: number | null;
}

export interface CompareState {
  /** The prompt behind the columns. */
  prompt: string | null;
  columns: Column[];
  /** The providers that the person has left out. */
  excluded: string[];
}

export const NOTHING_COMPARED: CompareState = { prompt: null, columns: [], excluded: [] };
