/** An editable field whose text was selected: where it is, without its text. */
export interface Field {
  tabId: number;
  documentId: string;
  /** The name under which `readSelection` has remembered the field in the document. */
  mark: string;
}

/** `replace` puts a text in place of the one that was selected, `insert` behind the cursor. */
export type InsertMode = "replace" | "insert";

/** `changed`: the text is no longer what was selected. `refused`: the field takes no text. */
export type InsertOutcome = "done" | "gone" | "changed" | "refused";

/** A field as it is remembered in the page. Positions are in characters of its text. */
export interface RememberedField {
  element: HTMLElement;
  start: number;
  end: number;
  /** What was selected, and what has replaced it since. */
  texts: string[];
}

/** What `readSelection` keeps in the extension's isolated world, which the page's own scripts cannot reach. */
export interface FieldMemory {
  gatehouseFields?: Map<string, RememberedField>;
}
