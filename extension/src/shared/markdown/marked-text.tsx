import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { strings } from "../locales/index.ts";
import { useRenderer } from "./markdown-view.tsx";

// The rule for invisible characters in text that others may have written: marked where the text is shown, counted at
// a prompt that is being written or is collapsed, and left out of names and titles, which are in labels as well.

/** Plain text with its invisible characters marked. */
export function MarkedText({ text }: { text: string }) {
  const root = useRef<HTMLSpanElement>(null);
  const renderer = useRenderer();
  useLayoutEffect(() => {
    if (!root.current) return;
    root.current.textContent = text;
    renderer?.markInvisible(root.current);
  }, [renderer, text, strings.locale]);
  return <span ref={root} />;
}

/** How many a prompt has. What a page hides in a selection would be sent along unseen. */
export function InvisibleNote({ prompt }: { prompt: string }) {
  const renderer = useRenderer();
  // A long prompt is not counted again with every piece of an answer.
  const count = useMemo(() => renderer?.countInvisible(prompt) ?? 0, [renderer, prompt]);
  return count > 0 && <p class="note">{strings.composer.invisible(count)}</p>;
}

/** A name or title without them: so it reorders nothing around it either. */
export function useVisibleName(name: string): string {
  return (useRenderer()?.withoutInvisible(name) ?? name).trim();
}
