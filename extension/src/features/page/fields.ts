/** An editable field whose text was selected: where it is, without its text. */
export interface Field {
  tabId: number;
  documentId: string;
  /** The name under which `readSelection` has remembered the field in the document. */
  mark: string;
}

/** `replace` puts a text in place of the one that was selected, `insert` behind the cursor. */
export type InsertMode = "replace" | "insert";

/**
 * `changed`: the text is no longer what was selected. `tooLong`: the field's `maxlength` allows less. `refused`: the
 * field takes no text. In these cases the field is as it was. `altered`: the page got the answer, and the field does
 * not have it, or not as it is.
 */
export type InsertOutcome = "done" | "gone" | "changed" | "tooLong" | "refused" | "altered";

/** TypeScript does not know this property yet. An element that has it takes text without `isContentEditable`. */
export type MaybeWithEditContext = HTMLElement & { editContext?: object | null };

/** A piece of a field's text. Positions are in characters. */
export interface Place {
  start: number;
  end: number;
  text: string;
}

/** A field as it is remembered in the page. */
export interface RememberedField {
  element: HTMLElement;
  /** What was selected, and what has replaced it since. */
  places: Place[];
}

/** What `readSelection` keeps in the extension's isolated world, which the page's own scripts cannot reach. */
export interface FieldMemory {
  gatehouseFields?: Map<string, RememberedField>;
}
