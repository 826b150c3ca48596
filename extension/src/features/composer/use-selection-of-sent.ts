import { useEffect, useRef } from "preact/hooks";
import { lastPrompt } from "../conversation/selectors.ts";
import type { ComposerPage } from "./composer-context.ts";

/**
 * A prompt that has been answered stays in its field, to be changed or asked elsewhere. It is marked there,
 * like the address of a page, so that whoever just types writes the next one in its place.
 */
export function useSelectionOfSent(page: Pick<ComposerPage, "state">) {
  const ref = useRef<HTMLTextAreaElement>(null);
  const entered = useRef(false);
  const state = page.state.value;
  // One that failed is there to be mended.
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
    /** The click that brings the keyboard here would unmark it; the next one places the caret. */
    onMouseUp() {
      const field = ref.current;
      if (entered.current && field && field.selectionStart === field.selectionEnd) mark();
      entered.current = false;
    },
  };
}
