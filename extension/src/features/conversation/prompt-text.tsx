import { useState } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { InvisibleNote, MarkedText } from "../../shared/markdown/marked-text.tsx";

const FEW_LINES = 3;
const FEW_CHARACTERS = 200;
/** More than three lines of the widest panel. A prompt may have a million characters, which are slow to lay out. */
const ENOUGH_FOLDED = 600;

/** A prompt as it was sent. A long one is collapsed, so that its answer stays visible. */
export function PromptText({ prompt }: { prompt: string }) {
  const [whole, setWhole] = useState(false);
  const text = prompt.trim();
  const long = text.length > FEW_CHARACTERS || text.split("\n").length > FEW_LINES;
  return (
    <div class="asked">
      <p class={long && !whole ? "asked-text asked-folded" : "asked-text"}>
        <span class="visually-hidden">{strings.conversation.youAsked} </span>
        <MarkedText text={long && !whole ? text.slice(0, ENOUGH_FOLDED) : text} />
      </p>
      {long && <InvisibleNote prompt={text} />}
      {long && (
        <button type="button" class="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
          {whole ? strings.conversation.showLess : strings.conversation.showAll}
        </button>
      )}
    </div>
  );
}
