import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Moves the focus, after the next render, to the element with this `data-focus` mark. The element that has it
 * now may be removed or moved by that render, and lose it.
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
