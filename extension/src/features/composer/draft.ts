import type { Field } from "../page/fields.ts";

/** The text in the prompt field, as popup, panel and compare share it. */
export interface Draft {
  text: string;
  /** The page that wrote it, which ignores its own change when it is announced. */
  author: string;
  /** When the selection was made that the draft came from: that selection is not taken twice. */
  selectionAt?: number;
  /** Whether it still is that selection, even edited. Then it is no follow-up question. */
  fromSelection?: boolean;
  /** Whether the selection was too long to be taken whole. */
  cut?: boolean;
  /** The editable field that the selection is in. */
  field?: Field;
}

/** Text that was right-clicked, or a quick action's prompt about it, on its way to the side panel. */
export interface Selection {
  text: string;
  at: number;
  /** Set for a quick action: the first page that takes it sends it at once. */
  run?: boolean;
  /** Whether the selection was too long to be taken whole. */
  cut?: boolean;
  /** The editable field that the selection is in. */
  field?: Field;
}

/** What ties a draft to the selection that it came from. */
export type Source = Omit<Draft, "text" | "author">;

/** The source of a draft that has left its selection behind, which still is not taken twice. */
export function leftSource({ selectionAt }: Source): Source {
  return selectionAt === undefined ? {} : { selectionAt };
}
