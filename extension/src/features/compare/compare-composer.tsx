import { strings } from "../../shared/locales/index.ts";
import { InvisibleNote } from "../../shared/markdown/marked-text.tsx";
import { StopIcon } from "../../shared/ui/icons.tsx";
import { asksToGenerate } from "../composer/composer.tsx";
import { useComparePage } from "./compare-context.ts";
import { ProviderChoice } from "./provider-choice.tsx";
import { isRunning, participants } from "./selectors.ts";
import { VerdictLine } from "./verdict-line.tsx";

function AskOrStop() {
  const { state, compare } = useComparePage();
  const { draft, providers } = state.value;
  if (isRunning(compare.state.value)) {
    return (
      <button type="button" class="button" data-focus="stop" onClick={() => void compare.stopAll()}>
        <StopIcon />
        {strings.compare.stopAll}
      </button>
    );
  }
  const nobody = participants(compare.state.value, providers).length === 0;
  return (
    <button
      type="button"
      class="button primary"
      aria-disabled={nobody}
      onClick={() => void compare.ask(draft)}
    >
      {strings.compare.ask}
    </button>
  );
}

/** The prompt, and the providers that it goes to. */
export function CompareComposer() {
  const { state, compare, prompt } = useComparePage();
  const { draft } = state.value;
  return (
    <div class="composer">
      <div class="composer-card">
        <textarea
          class="prompt"
          aria-label={strings.composer.prompt}
          placeholder={strings.composer.placeholder}
          data-focus="prompt"
          rows={2}
          value={draft}
          onInput={(event) => prompt.write(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (!asksToGenerate(event)) return;
            event.preventDefault();
            if (!isRunning(compare.state.value)) void compare.ask(draft);
          }}
        />
        <div class="composer-bar">
          <ProviderChoice />
          <AskOrStop />
        </div>
      </div>
      <div class="composer-notes" aria-live="polite">
        <InvisibleNote prompt={draft} />
      </div>
      <VerdictLine />
    </div>
  );
}
