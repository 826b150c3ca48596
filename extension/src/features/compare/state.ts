import type { Answer, ErrorBody } from "../../shared/gateway/types.ts";

/** What one provider makes of the prompt. */
export interface Column {
  provider: string;
  model: string;
  /** The generation's name, once the gateway has given it one. */
  id: string | null;
  /** Milliseconds of the clock. */
  startedAt: number;
  /** Milliseconds until the first words came. */
  firstWordsMs: number | null;
  running: boolean;
  stopping: boolean;
  /** The wait before the next attempt, while there is one. */
  retry: { attempt: number; until: number; code: string } | null;
  /** As far as they have arrived. */
  text: string;
  reasoning: string;
  /** The gateway's last word on it; null while it runs, and where the page saw it fail. */
  answer: Answer | null;
  error: ErrorBody | null;
}

export interface CompareState {
  /** The prompt behind the columns. */
  prompt: string | null;
  columns: Column[];
  /** The providers that the person has left out. */
  excluded: string[];
}

export const NOTHING_COMPARED: CompareState = { prompt: null, columns: [], excluded: [] };
