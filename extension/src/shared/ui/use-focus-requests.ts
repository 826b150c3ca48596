import { useLayoutEffect } from "preact/hooks";
import type { Page } from "../../entrypoints/app/app-context.ts";

/**
 * Moves the keyboard to where the state wants it, with the target's coming onto the page: later it would tear a
 * person away who types already, a key into the prompt.
 */
export function useFocusRequests(page: Page): void {
  const requested = page.state.value.focus;
  useLayoutEffect(() => {
    // Something within the page may have taken the request back.
    const target = page.state.peek().focus;
    if (target === null) return;
    document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(target)}"]`)?.focus();
    page.focus(null);
  }, [page, requested]);
}
