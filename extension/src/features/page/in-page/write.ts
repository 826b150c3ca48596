import { letters } from "./letters.ts";
import type { Span, TextHolder } from "./text-holder.ts";

/** How long an editor may take to follow the focus or a selection. Some ignore selections soon after the focus. */
const SETTLING_MS = 250;

/** How long it may take to show a text, and how often it is looked for. */
const SHOWING_MS = 1_000;
const LOOK_MS = 100;

/** How much is looked for in the field. Of a long text, some editors show the part around the cursor alone. */
const LETTERS_WRITTEN = 300;
const LETTERS_BEHIND = 50;

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/**
 * Writes as if the person had pasted: an editor with a model of its own puts the text there and shows it, with its
 * line breaks. Where nothing takes a paste it is as if the person had typed. Ctrl-Z undoes both.
 */
export async function write(
  element: HTMLElement,
  holder: TextHolder,
  text: string,
  place: Span,
): Promise<"done" | "refused" | "altered"> {
  const before = holder.text();
  const written = letters(before.slice(0, place.start) + text).slice(-LETTERS_WRITTEN);
  const expected = written + letters(before.slice(place.end)).slice(0, LETTERS_BEHIND);

  focus(element);
  await wait(SETTLING_MS);
  const now = holder.selected();
  // Also where it is selected already: after that, the browser undoes what is typed apart from what was typed before.
  holder.select(place);
  if (now?.start !== place.start || now.end !== place.end) await wait(SETTLING_MS);
  const taken = paste(element, text);
  // Who takes a paste and drops it is not typed at: the text would be in the page and not in the editor's model. It
  // could also be there twice, since some editors show their text elsewhere than in the field that has the focus.
  if (!taken) document.execCommand("insertText", false, text);

  const deadline = performance.now() + SHOWING_MS;
  do {
    await wait(LOOK_MS);
    if (letters(holder.text()).includes(expected)) return "done";
  } while (performance.now() < deadline);
  return !taken && holder.text() === before ? "refused" : "altered";
}

/**
 * The page has been told that the focus has left it for the popup or the side panel, and a field that still is its
 * active element is told nothing when it is focused again. So it is told here.
 */
function focus(element: HTMLElement): void {
  element.focus();
  element.dispatchEvent(new FocusEvent("focus", { composed: true }));
  element.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }));
}

/** Gives whether something has taken the text. */
function paste(element: HTMLElement, text: string): boolean {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  const event = { clipboardData, bubbles: true, cancelable: true, composed: true };
  return !element.dispatchEvent(new ClipboardEvent("paste", event));
}
