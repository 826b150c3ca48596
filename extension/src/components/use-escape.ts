import { useEffect } from "preact/hooks";

/** Escape stops what `runs`. Otherwise it is the browser's own, which closes the popup. */
export function useEscape(runs: () => boolean, stop: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // An input method has its own use for it, and so may whatever has the keyboard.
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented || !runs()) return;
      event.preventDefault();
      stop();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  });
}
