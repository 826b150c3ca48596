import { useEffect } from "preact/hooks";
import type { Page } from "./app-context.ts";

/** Moves the keyboard to where the state wants it, once the target is on the page. */
export function useFocusRequests(page: Page): void {
  const target = page.state.value.focus;
  useEffect(() => {
    if (target === null) return;
    document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(target)}"]`)?.focus();
    page.focus(null);
  }, [page, target]);
}
