import { useLayoutEffect, useRef } from "preact/hooks";
import { strings } from "../../shared/locales/index.ts";
import { AfterAnswer } from "./after-answer.tsx";
import { AnswerView } from "./answer-view.tsx";
import { type Conversation, newestTurn } from "./conversation.ts";
import { useConversation } from "./conversation-context.ts";
import { EarlierTurn } from "./earlier-turn.tsx";
import { PromptText } from "./prompt-text.tsx";
import { shownAnswer, shownError } from "./selectors.ts";

function EarlierTurns({ conversation }: { conversation: Conversation }) {
  const { leftOut } = newestTurn(conversation);
  return conversation.turns.slice(0, -1).map((turn, index) => (
    <div class="earlier" key={turn.versions[0]?.parts[0]?.ref}>
      <EarlierTurn turn={turn} />
      {index === leftOut - 1 && <p class="left-out">{strings.conversation.leftOut(leftOut)}</p>}
    </div>
  ));
}

/** Scrolls only its own container; `scrollIntoView` would scroll the page, too. */
function scrollToTop(element: HTMLElement | null): void {
  const container = element?.parentElement;
  if (!element || !container) return;
  container.scrollTop += element.getBoundingClientRect().top - container.getBoundingClientRect().top;
}

/** The conversation that is shown: the earlier turns, and the newest question with its answer. */
export function ConversationView({ conversation }: { conversation: Conversation }) {
  const state = useConversation().state.value;
  const answer = shownAnswer(state);
  const turn = newestTurn(conversation);
  const newest = useRef<HTMLDivElement>(null);
  // A new answer is shown from its beginning, however far the last one was scrolled.
  const asked = `${conversation.id} ${conversation.turns.length} ${turn.versions.length}`;
  useLayoutEffect(() => scrollToTop(newest.current), [asked]);

  return (
    <>
      <EarlierTurns conversation={conversation} />
      <div class={shownError(state) ? "newest" : "newest newest-alone"} ref={newest}>
        {turn.prompt && <PromptText key={conversation.id + conversation.turns.length} prompt={turn.prompt} />}
        {answer && <AnswerView key="answer" answer={answer} generating={state.view.name === "generating"} />}
        <AfterAnswer turn={turn} />
      </div>
    </>
  );
}
