import type { FieldMemory, InsertMode, InsertOutcome, RememberedField } from "../fields.ts";
import { letters } from "./letters.ts";
import { type Span, type TextHolder, textHolder } from "./text-holder.ts";
import { write } from "./write.ts";

/** Writes an answer into the field that `readSelection` has remembered under `mark`. */
export async function writeAnswer(mark: string, answer: string, mode: InsertMode): Promise<InsertOutcome> {
  const field = (globalThis as FieldMemory).gatehouseFields?.get(mark);
  if (!field?.element.isConnected) return "gone";
  const { element, places } = field;
  const holder = textHolder(element);
  if (!holder.writable()) return "refused";
  const place = mode === "replace" ? toReplace(field, holder) : cursor(field, holder);
  if (!place) return "changed";

  const before = holder.text();
  const length = before.length - (place.end - place.start) + answer.length;
  if (holder.longest !== null && length > holder.longest) return "tooLong";
  const outcome = await write(element, holder, answer, place);
  if (outcome !== "done") return outcome;

  // Another answer may replace this one, unless the editor shows another part of its text by now.
  const after = holder.text();
  const end = place.end + after.length - before.length;
  const text = after.slice(place.start, end);
  if (mode === "replace" && letters(text) === letters(answer)) places.push({ start: place.start, end, text });
  return "done";
}

/** What was selected may still be selected (or again, after an undo), or be where it was or was written last. */
function toReplace({ places }: RememberedField, holder: TextHolder): Span | null {
  const text = holder.text();
  const selected = holder.selected();
  if (selected && places.some((place) => place.text === text.slice(selected.start, selected.end))) {
    return selected;
  }
  return places.findLast((place) => place.text === text.slice(place.start, place.end)) ?? null;
}

function cursor(field: RememberedField, holder: TextHolder): Span {
  const end = (holder.selected() ?? toReplace(field, holder))?.end ?? holder.text().length;
  return { start: end, end };
}
