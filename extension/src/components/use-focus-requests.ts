import { useEffect } from "preact/hooks";
import type { App } from "../state/app.ts";

/** Moves the keyboard to where the state wants it, once the target is on the page. */
export function useFocusRequests(app: App): void {
  const target = app.state.value.focus;
  useEffect(() => {
    if (target === null) return;
    document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(target)}"]`)?.focus();
    app.focus(null);
  }, [app, target]);
}
