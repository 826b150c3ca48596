import { useRef, useState } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { useCopy } from "../../shared/ui/use-copy.ts";
import type { Field, InsertMode, InsertOutcome } from "./fields.ts";
import { insertIntoPage } from "./insert-into-page.ts";

/** Buttons that write an answer into the editable field that its prompt came from. */
export function FieldButtons({ field, text }: { field: Field; text: string }) {
  const { copied, copy } = useCopy();
  const [outcome, setOutcome] = useState<{ mode: InsertMode; is: InsertOutcome } | null>(null);
  const writing = useRef(false);

  async function write(mode: InsertMode) {
    // A double click writes once.
    if (writing.current) return;
    writing.current = true;
    setOutcome(null);
    setOutcome({ mode, is: await insertIntoPage(field, text, mode) });
    writing.current = false;
  }

  const button = (mode: InsertMode) => (
    <button type="button" class="button small" onClick={() => void write(mode)}>
      {strings.field[mode]}
    </button>
  );

  return (
    <div class="field-buttons">
      {button("replace")}
      {button("insert")}
      <p class="field-outcome" aria-live="polite">
        {outcome &&
          (outcome.is === "done" ? strings.field.done[outcome.mode] : strings.field.failed[outcome.is])}
      </p>
      {outcome && outcome.is !== "done" && (
        <button type="button" class="link" onClick={() => copy(text)}>
          {copied ? strings.answer.copied : strings.field.copyInstead}
        </button>
      )}
    </div>
  );
}
