import { useLayoutEffect } from "preact/hooks";
import type { Page } from "./app-context.ts";

/**
 * Moves the keyboard to where the state wants it, with the target's coming onto the page: later it would tear a
 * person away who types already, a key into the prompt.
 */
export function useFocusRequests(page: Page): void {
  const target = page.state.value.focus;
  useLayoutEffect(() => {
    if (target === null) return;
    document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(target)}"]`)?.focus();
    page.focus(null);
  }, [page, target]);
}
