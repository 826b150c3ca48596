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

/** What `readSelection` leaves in our isolated world of the page, where the page itself does not reach. */
export interface FieldMemory {
  gatehouseFields?: Map<string, TextField | RichField>;
}

/** An input or textarea, and where in it the selection was. */
export interface TextField {
  kind: "text";
  element: HTMLInputElement | HTMLTextAreaElement;
  start: number;
  end: number;
  /** What was selected, and what has been put in its place since. */
  texts: string[];
}

/** An element that is edited with its markup. */
export interface RichField {
  kind: "rich";
  element: HTMLElement;
  range: Range;
  texts: string[];
}
