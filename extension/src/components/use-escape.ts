import { useEffect } from "preact/hooks";
import type { App } from "../state/app.ts";

/** Escape stops the answer that is coming. Otherwise it is the browser's own, which closes the popup. */
export function useEscape(app: App): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // An input method has its own use for it, and so may whatever has the keyboard.
      if (event.key !== "Escape" || event.isComposing || event.defaultPrevented) return;
      if (app.state.value.view.name !== "generating") return;
      event.preventDefault();
      void app.generations.stop();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [app]);
}
