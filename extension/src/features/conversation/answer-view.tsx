import type { Answer } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { MarkdownView } from "../../shared/markdown/markdown-view.tsx";
import { StopIcon } from "../../shared/ui/icons.tsx";
import { useFocusHandedOn } from "../../shared/ui/use-focus-handed-on.ts";
import { Waiting } from "../../shared/ui/waiting.tsx";
import { AnswerMeta } from "../answer/answer-meta.tsx";
import { CopyButtons } from "../answer/copy-buttons.tsx";
import { Thinking } from "../answer/thinking.tsx";
import { providerName } from "../models/providers.ts";
import { FieldButtons } from "../page/field-buttons.tsx";
import { useConversation } from "./conversation-context.ts";
import { RegenerateButton } from "./regenerate-button.tsx";

function StopButton() {
  const app = useConversation();
  // The button disappears when the answer ends.
  const button = useFocusHandedOn<HTMLButtonElement>(() => app.focus("prompt"));
  return (
    <button
      type="button"
      class="button small"
      data-focus="stop"
      ref={button}
      onClick={() => void app.generations.stop()}
    >
      <StopIcon />
      {strings.answer.stop}
    </button>
  );
}

function FinishedButtons({ answer }: { answer: Answer }) {
  return (
    <>
      {answer.text && <CopyButtons text={answer.text} />}
      <RegenerateButton />
    </>
  );
}

/** The same elements from the first piece to the last, so that nothing moves when the answer ends. */
export function AnswerView({ answer, generating }: { answer: Answer; generating: boolean }) {
  const state = useConversation().state.value;
  const field = state.conversation?.field;
  return (
    <article class="answer">
      <header class="answer-head">
        <h2>{strings.composer.option(providerName(state, answer.provider), answer.model)}</h2>
        {generating ? <StopButton /> : <FinishedButtons answer={answer} />}
      </header>
      {answer.reasoning && <Thinking text={answer.reasoning} thinking={generating && !answer.text} />}
      <section class="response" aria-label={strings.answer.response} aria-busy={generating}>
        {answer.text && <MarkdownView text={answer.text} complete={!generating} />}
        {generating && !answer.text && <Waiting />}
        {!generating && !answer.text && <p class="answer-empty">{strings.answer.empty}</p>}
      </section>
      {!generating && field && answer.text && (
        <FieldButtons key={answer.id} field={field} text={answer.text} />
      )}
      {!generating && <AnswerMeta answer={answer} />}
    </article>
  );
}
