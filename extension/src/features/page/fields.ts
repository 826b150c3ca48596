/** An editable field whose text was selected: where it is, without its text. */
export interface Field {
  tabId: number;
  documentId: string;
  /** Names the field within the document, where `readSelection` has left it. */
  mark: string;
}

/** `replace` puts a text in place of the one that was selected, `insert` behind the cursor. */
export type InsertMode = "replace" | "insert";

/** `changed`: the text is no longer what was selected. `refused`: the field takes no text. */
export type InsertOutcome = "done" | "gone" | "changed" | "refused";

/** A field as it is remembered in the page. Places in it are counted in characters of its text. */
export interface RememberedField {
  element: HTMLElement;
  start: number;
  end: number;
  /** What was selected, and what has been put in its place since. */
  texts: string[];
}

/** What `readSelection` leaves in our isolated world of the page, where the page itself does not reach. */
export interface FieldMemory {
  gatehouseFields?: Map<string, RememberedField>;
}
