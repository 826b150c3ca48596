import { useLayoutEffect, useRef } from "preact/hooks";
import { useRenderer } from "./markdown-view.tsx";

/** Plain text with its invisible characters marked. */
export function MarkedText({ text }: { text: string }) {
  const root = useRef<HTMLSpanElement>(null);
  const renderer = useRenderer();
  useLayoutEffect(() => {
    if (!root.current) return;
    root.current.textContent = text;
    renderer?.markInvisible(root.current);
  }, [renderer, text]);
  return <span ref={root} />;
}
