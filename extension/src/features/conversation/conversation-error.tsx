import type { ErrorBody } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { ErrorAlert } from "../connection/error-alert.tsx";
import { providerOf } from "../connection/explanation.ts";
import { providerName } from "../models/providers.ts";
import { ContinueButton } from "./after-answer.tsx";
import { newestTurn } from "./conversation.ts";
import { useConversation } from "./conversation-context.ts";
import { brokenOffAt, canContinue, conversationTooLong, lastPrompt } from "./selectors.ts";
import type { ConversationState } from "./state.ts";

const LIMIT_BYTES = 32 * 1024 * 1024;
const MEGABYTE = 1e6;

/** Megabytes by which the prompt exceeds the gateway's limit; null where it does not, or is not known. */
function tooLargeBy(prompt: string | null): number | null {
  const over = new TextEncoder().encode(JSON.stringify(prompt)).length - LIMIT_BYTES;
  return prompt !== null && over > 0 ? over / MEGABYTE : null;
}

/** What happened, where it depends on the conversation. */
function sentenceOf(error: ErrorBody, state: ConversationState): string | null {
  const megabytes = error.code === "request_too_large" ? tooLargeBy(lastPrompt(state)) : null;
  if (megabytes !== null) return strings.error.tooLargeBy(megabytes);
  if (!conversationTooLong(state, error)) return null;
  return `${error.message} ${strings.error.conversationTooLong(providerName(state, providerOf(error, state)))}`;
}

/** The ways out where the conversation is too long: send less of it along, or none. */
function ShorterConversation() {
  const { state, generations } = useConversation();
  const { conversation } = state.value;
  if (!conversation) return null;
  const { prompt } = newestTurn(conversation);
  return (
    <>
      <button type="button" class="button small" onClick={() => void generations.leaveOutOlderTurns()}>
        {strings.error.leaveOutOlder}
      </button>
      <button
        type="button"
        class="button small"
        onClick={() => void generations.generate(prompt, conversation.field)}
      >
        {strings.error.beginNewConversation}
      </button>
    </>
  );
}

/** The latest error, of the newest answer or of anything else in the page. */
export function ConversationError({ error }: { error: ErrorBody }) {
  const page = useConversation();
  const state = page.state.value;
  return (
    <ErrorAlert
      error={error}
      sentence={sentenceOf(error, state)}
      since={error === state.problem ? null : brokenOffAt(state)}
      onRetry={() => void page.retry()}
    >
      {state.problem === null && canContinue(state) && <ContinueButton />}
      {conversationTooLong(state, error) && <ShorterConversation />}
    </ErrorAlert>
  );
}
