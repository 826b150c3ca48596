import { useLayoutEffect, useRef } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { useRenderer } from "../../shared/markdown/markdown-view.tsx";
import { GrowingText } from "./growing-text.ts";

/** The reasoning before an answer, collapsed. `thinking` says that it is still being written. */
export function Thinking({ text, thinking }: { text: string; thinking: boolean }) {
  const root = useRef<HTMLDivElement>(null);
  const growing = useRef<GrowingText | null>(null);
  const renderer = useRenderer();

  useLayoutEffect(() => {
    if (!root.current) return;
    growing.current ??= new GrowingText(root.current);
    for (const changed of growing.current.show(text)) renderer?.markInvisible(changed);
  }, [text]);
  useLayoutEffect(() => {
    if (root.current) renderer?.markInvisible(root.current);
  }, [renderer]);

  return (
    <details class="reasoning">
      <summary class={thinking ? "reasoning-now" : ""}>
        {thinking ? strings.answer.reasoningNow : strings.answer.reasoning}
      </summary>
      <div class="reasoning-text" ref={root} />
    </details>
  );
}
