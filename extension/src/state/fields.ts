import type { Field, InsertMode, InsertOutcome } from "../page/fields.ts";
import type { Context } from "./context.ts";

export interface FieldActions {
  open(): Promise<void>;
  /** Remembers that this prompt came out of that field. */
  keep(prompt: string, field: Field): Promise<void>;
  insert(field: Field, text: string, mode: InsertMode): Promise<InsertOutcome>;
}

/** Older ones are forgotten: few pages stay as they were for so long. */
const KEPT = 10;

/** Editable fields on pages whose text was asked about, and the way of an answer into them. */
export function createFields({ store, items, insertIntoPage }: Context): FieldActions {
  const { dispatch, state } = store;
  return {
    async open() {
      dispatch({ type: "field-prompts", fieldPrompts: (await items.fieldPrompts.get()) ?? [] });
      items.fieldPrompts.watch((changed) => dispatch({ type: "field-prompts", fieldPrompts: changed ?? [] }));
    },

    async keep(prompt, field) {
      const others = state.value.fieldPrompts.filter((one) => one.prompt !== prompt);
      await items.fieldPrompts.set([{ prompt, field }, ...others].slice(0, KEPT));
    },

    insert: insertIntoPage,
  };
}
