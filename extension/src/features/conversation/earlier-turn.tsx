import { strings } from "../../shared/locales/index.ts";
import { MarkdownView } from "../../shared/markdown/markdown-view.tsx";
import { providerName } from "../models/providers.ts";
import { textOf } from "./answer-of.ts";
import { shownVersion, type Turn } from "./conversation.ts";
import { useConversation } from "./conversation-context.ts";
import { PromptText } from "./prompt-text.tsx";

/** An earlier question of the conversation, with its answer. */
export function EarlierTurn({ turn }: { turn: Turn }) {
  const state = useConversation().state.value;
  const { provider, model } = shownVersion(turn);
  const text = textOf(turn);
  return (
    <article class="turn">
      {turn.prompt && <PromptText prompt={turn.prompt} />}
      <h2 class="turn-head">{strings.composer.option(providerName(state, provider), model)}</h2>
      {text ? (
        <MarkdownView text={text} complete />
      ) : (
        <p class="answer-empty">{strings.conversation.noAnswer}</p>
      )}
    </article>
  );
}
