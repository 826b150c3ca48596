import { browser } from "wxt/browser";
import type { Field, InsertMode, InsertOutcome } from "./fields.ts";
import { insertText } from "./insert-text.ts";

/** Writes a text into an editable field of a page that the person acted on. */
export async function insertIntoPage(field: Field, text: string, mode: InsertMode): Promise<InsertOutcome> {
  const { tabId, documentId, mark } = field;
  try {
    const [injected] = await browser.scripting.executeScript({
      target: { tabId, documentIds: [documentId] },
      func: insertText,
      args: [mark, text, mode],
    });
    return injected?.result ?? "gone";
  } catch {
    // The tab is closed or has navigated, which ends the permission to access it.
    return "gone";
  }
}
