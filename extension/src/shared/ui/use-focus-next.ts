import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Gives the keyboard, once the page shows what was asked for, to the element with this `data-focus` mark: the
 * one that had it may be gone by then, or have moved, which loses it too.
 */
export function useFocusNext(): (mark: string) => void {
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (wanted.current === null) return;
    document.querySelector<HTMLElement>(`[data-focus="${CSS.escape(wanted.current)}"]`)?.focus();
    wanted.current = null;
  });
  return (mark) => {
    wanted.current = mark;
  };
}
