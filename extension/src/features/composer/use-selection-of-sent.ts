import { useEffect, useRef } from "preact/hooks";
import { lastPrompt } from "../conversation/selectors.ts";
import type { ComposerPage } from "./composer-context.ts";

/**
 * A prompt that has been answered stays in its field, to be changed or sent to another provider. It is selected
 * there, like the address in a browser, so that typing replaces it by the next one.
 */
export function useSelectionOfSent(page: Pick<ComposerPage, "state">) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const entered = useRef(false);
  const state = page.state.value;
  // A prompt that failed is not selected: the person wants to correct it.
  const sent = state.draft !== "" && state.draft === lastPrompt(state) && state.view.name !== "error";

  const mark = () => {
    if (sent) ref.current?.select();
  };
  useEffect(() => {
    if (document.activeElement === ref.current) mark();
  }, [sent]);

  return {
    ref,
    onFocus() {
      entered.current = true;
      mark();
    },
    /** The click that focuses the field would clear the selection. The next click places the caret. */
    onMouseUp() {
      const field = ref.current;
      if (entered.current && field && field.selectionStart === field.selectionEnd) mark();
      entered.current = false;
    },
  };
}
