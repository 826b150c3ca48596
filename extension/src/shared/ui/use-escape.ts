import { useEffect, useRef } from "preact/hooks";

/** Escape stops what `runs`. Otherwise it is the browser's own, which closes the popup. */
export function useEscape(runs: () => boolean, stop: () => void): void {
  const latest = useRef({ runs, stop });
  latest.current = { runs, stop };
  // Once: an effect of every rendering would ask the browser for a frame with each piece of an answer.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // An input method has its own use for it, and so may whatever has the keyboard.
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
      if (!latest.current.runs()) return;
      event.preventDefault();
      latest.current.stop();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
