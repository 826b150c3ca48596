import { useLayoutEffect, useRef } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { GrowingText } from "./growing-text.ts";

/** The reasoning before an answer, collapsed. `thinking` says that it is still being written. */
export function Thinking({ text, thinking }: { text: string; thinking: boolean }) {
  const root = useRef<HTMLDivElement>(null);
  const growing = useRef<GrowingText | null>(null);

  useLayoutEffect(() => {
    if (!root.current) return;
    growing.current ??= new GrowingText(root.current);
    growing.current.show(text);
  }, [text]);

  return (
    <details class="reasoning">
      <summary class={thinking ? "reasoning-now" : ""}>
        {thinking ? strings.answer.reasoningNow : strings.answer.reasoning}
      </summary>
      <div class="reasoning-text" ref={root} />
    </details>
  );
}
