import { type Browser, browser } from "wxt/browser";
import type { Field } from "./fields.ts";
import { LONGEST_SELECTION } from "./longest-selection.ts";
import { type PageSelection, readSelection } from "./read-selection.ts";

/** How long a busy page may take to answer. */
const PATIENCE_MS = 1_000;

export interface Selected {
  text: string;
  cut: boolean;
  field: Field | null;
}

type Click = Pick<Browser.contextMenus.OnClickData, "selectionText" | "frameId" | "editable">;

/** The text without white space, which differs between the page's selection and the browser's. */
function letters(text: string): string {
  return text.replace(/[\s\p{Cf}]/gu, "");
}

function isSame(read: string, given: string): boolean {
  const [one, other] = [letters(read), letters(given)];
  return one !== "" && (one.startsWith(other) || (other.startsWith(one) && read.length >= LONGEST_SELECTION));
}

/**
 * The text that was selected where the person clicked, with its line breaks where the page can be read. In the
 * PDF viewer, on the browser's own pages and in frames of other sites it is the browser's version of it.
 */
export async function selectedText(click: Click, tab: Browser.tabs.Tab | undefined): Promise<Selected> {
  const given = click.selectionText ?? "";
  const mark = crypto.randomUUID();
  const found = await readPage(tab?.id, click.frameId ?? 0, mark);
  if (tab?.id === undefined || !found || !isSame(found.result.text, given)) {
    return { text: given.slice(0, LONGEST_SELECTION), cut: given.length > LONGEST_SELECTION, field: null };
  }
  const { text, cut, editable } = found.result;
  // An answer about the beginning of a text must not replace all of it.
  const field =
    editable && click.editable && !cut ? { tabId: tab.id, documentId: found.documentId, mark } : null;
  return { text, cut, field };
}

async function readPage(
  tabId: number | undefined,
  frameId: number,
  mark: string,
): Promise<{ result: PageSelection; documentId: string } | null> {
  if (tabId === undefined) return null;
  const reading = browser.scripting.executeScript({
    target: { tabId, frameIds: [frameId] },
    func: readSelection,
    args: [LONGEST_SELECTION, mark],
  });
  const tooLong = new Promise<null>((resolve) => setTimeout(() => resolve(null), PATIENCE_MS));
  try {
    const [found] = (await Promise.race([reading, tooLong])) ?? [];
    return found?.result ? { result: found.result, documentId: found.documentId } : null;
  } catch {
    return null;
  }
}
