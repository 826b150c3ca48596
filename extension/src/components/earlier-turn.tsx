import { words } from "../locales/index.ts";
import { providerName } from "../state/selectors.ts";
import { textOf } from "../threads/answer-of.ts";
import { shownVersion, type Turn } from "../threads/thread.ts";
import { useApp } from "./app-context.ts";
import { MarkdownView } from "./markdown-view.tsx";
import { PromptText } from "./prompt-text.tsx";

/** A question of the conversation that another one has followed, with its answer. */
export function EarlierTurn({ turn }: { turn: Turn }) {
  const state = useApp().state.value;
  const { provider, model } = shownVersion(turn);
  const text = textOf(turn);
  return (
    <article class="turn">
      {turn.prompt && <PromptText prompt={turn.prompt} />}
      <h2 class="turn-head">{words.composer.option(providerName(state, provider), model)}</h2>
      {text ? <MarkdownView text={text} complete /> : <p class="answer-empty">{words.thread.noAnswer}</p>}
    </article>
  );
}
