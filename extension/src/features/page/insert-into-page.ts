import { type Browser, browser } from "wxt/browser";
import type { Field, InsertMode, InsertOutcome } from "./fields.ts";
import type { writeAnswer } from "./in-page/write-answer.ts";

/** What the script `write-answer` gives the extension's isolated world of a page. */
export interface InPage {
  gatehouseWriteAnswer?: typeof writeAnswer;
}

type Target = Browser.scripting.InjectionTarget;

/** Writes a text into an editable field of a page that the person acted on. */
export async function insertIntoPage(field: Field, text: string, mode: InsertMode): Promise<InsertOutcome> {
  const { tabId, documentId, mark } = field;
  const target = { tabId, documentIds: [documentId] };
  try {
    await browser.scripting.executeScript({ target, files: ["/write-answer.js"] });
    await claimFocus(target, true);
    try {
      const [injected] = await browser.scripting.executeScript({
        target,
        func: (...args: Parameters<typeof writeAnswer>) =>
          (globalThis as InPage).gatehouseWriteAnswer?.(...args),
        args: [mark, text, mode],
      });
      return injected?.result ?? "gone";
    } finally {
      await claimFocus(target, false);
    }
  } catch {
    // The tab is closed or has navigated, which ends the permission to access it.
    return "gone";
  }
}

/**
 * Has the page's own scripts believe that the page has the focus, or no longer. It is in the popup or the side panel,
 * where the person has clicked, and some editors follow a selection only while the page has it.
 */
async function claimFocus(target: Target, claimed: boolean): Promise<void> {
  await browser.scripting.executeScript({
    target,
    world: "MAIN",
    func: (claimed: boolean) => {
      if (claimed) document.hasFocus = () => true;
      else Reflect.deleteProperty(document, "hasFocus");
    },
    args: [claimed],
  });
}
