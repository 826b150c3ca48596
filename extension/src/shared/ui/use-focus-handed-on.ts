import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * For an element that goes, perhaps while the keyboard is in it: then it is handed on, instead of being left
 * nowhere.
 */
export function useFocusHandedOn<E extends HTMLElement>(handOn: (from: E) => void) {
  const element = useRef<E>(null);
  useLayoutEffect(() => {
    const own = element.current;
    return () => {
      if (own?.contains(document.activeElement)) handOn(own);
    };
  }, []);
  return element;
}
