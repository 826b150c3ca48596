import type { ReadonlySignal } from "@preact/signals";
import { useLayoutEffect } from "preact/hooks";

/** Where the keyboard focus goes next: the `data-focus` mark of an element in the page. */
export type FocusTarget =
  | "prompt"
  | "provider"
  | "keys"
  | "paste"
  | "remove"
  | "stop"
  | "history"
  | "history-button"
  | `key:${string}`;

interface FocusRequests {
  state: ReadonlySignal<{ focus: FocusTarget | null }>;
  focus(target: FocusTarget | null): void;
}

/**
 * Moves the focus to the requested element in the same turn in which the element is rendered. Any later, it
 * could interrupt a person who is already typing, and put the rest of a key into the prompt.
 */
export function useFocusRequests(page: FocusRequests): void {
  const requested = page.state.value.focus;
  useLayoutEffect(() => {
    // A component of the page may have withdrawn the request meanwhile.
    const target = page.state.peek().focus;
    if (target === null) return;
    document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(target)}"]`)?.focus();
    page.focus(null);
  }, [page, requested]);
}
