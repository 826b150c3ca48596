import { useLayoutEffect, useRef } from "preact/hooks";

/** For an element that may be removed while it has the focus: `handOn` then moves the focus elsewhere. */
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
