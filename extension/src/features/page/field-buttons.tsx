import { useState } from "preact/hooks";
import { useApp } from "../../entrypoints/app/app-context.ts";
import { words } from "../../shared/locales/index.ts";
import { useCopy } from "../../shared/ui/use-copy.ts";
import type { Field, InsertMode, InsertOutcome } from "./fields.ts";

/** The way of an answer into the editable field that its prompt came from. */
export function FieldButtons({ field, text }: { field: Field; text: string }) {
  const app = useApp();
  const { copied, copy } = useCopy();
  const [outcome, setOutcome] = useState<{ mode: InsertMode; is: InsertOutcome } | null>(null);

  const button = (mode: InsertMode) => (
    <button
      type="button"
      class="button small"
      onClick={() => void app.insertIntoPage(field, text, mode).then((is) => setOutcome({ mode, is }))}
    >
      {words.field[mode]}
    </button>
  );

  return (
    <div class="field-buttons">
      {button("replace")}
      {button("insert")}
      <p class="field-outcome" aria-live="polite">
        {outcome && (outcome.is === "done" ? words.field.done[outcome.mode] : words.field.failed[outcome.is])}
      </p>
      {outcome && outcome.is !== "done" && (
        <button type="button" class="link" onClick={() => copy(text)}>
          {copied ? words.answer.copied : words.field.copyInstead}
        </button>
      )}
    </div>
  );
}
