import { useEffect, useRef } from "preact/hooks";

/** Escape calls `stop` while something `runs`. Otherwise it keeps its default, which closes the popup. */
export function useEscape(runs: () => boolean, stop: () => void): void {
  const latest = useRef({ runs, stop });
  latest.current = { runs, stop };
  // Added once: an effect on every render would request a frame with each piece of an answer.
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // It may belong to an input method, or to the element that has the focus.
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
      if (!latest.current.runs()) return;
      event.preventDefault();
      latest.current.stop();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, []);
}
