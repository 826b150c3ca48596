import { errorBody } from "../../shared/gateway/errors.ts";
import type { Answer } from "../../shared/gateway/types.ts";
import type { SessionItem } from "../../shared/storage/session-item.ts";
import { blankAnswer } from "../answer/generation.ts";
import {
  beginConversation,
  newestPart,
  newestTurn,
  type Part,
  shownVersion,
  withPart,
} from "./conversation.ts";
import type { ConversationStore } from "./conversation-store.ts";

/** A request that is older than this and not in the gateway's list is lost. */
const ON_ITS_WAY_MS = 10_000;
/** The gateway's times have whole seconds. */
const SECOND_MS = 1_000;

/** Whether this may be the generation that a page asked for, and closed before it got the id. */
function mayBe(answer: Answer, part: Pick<Part, "askedAt">, provider: string): boolean {
  return answer.provider === provider && Date.parse(answer.created_at) + SECOND_MS > part.askedAt;
}

export interface CatchUpContext {
  items: { comparison: SessionItem<{ runs: { id: string }[] }> };
  conversations: Pick<ConversationStore, "history" | "read" | "change" | "settle" | "save">;
}

/**
 * Brings the stored conversations up to date with the gateway. Answers that ended meanwhile are stored, a
 * generation whose page closed before it got the id gets it, and one that belongs to no conversation gets a new
 * one, which is shown. One whose conversation was not kept does not: it would stand beside it, without its prompt.
 *
 * @param generations the gateway's, newest first
 * @param listedAt when it was asked for them, in milliseconds
 */
export async function catchUp(
  { items, conversations }: CatchUpContext,
  generations: readonly Answer[],
  listedAt: number,
): Promise<void> {
  // The compare page shows these.
  const compared = (await items.comparison.get())?.runs.map(({ id }) => id) ?? [];
  const history = await conversations.history();
  const running = [...history.conversations.map((one) => one.running), ...history.unkept];
  const known = new Set([...compared, ...running.map((part) => part?.id)]);

  for (const { id: conversationId } of history.conversations.filter(({ running }) => running !== null)) {
    const conversation = await conversations.read(conversationId);
    if (!conversation) continue;
    const part = newestPart(conversation);
    const version = shownVersion(newestTurn(conversation));
    const found = generations.find((one) =>
      part.id === null ? !known.has(one.id) && mayBe(one, part, version.provider) : one.id === part.id,
    );
    if (found) {
      known.add(found.id);
      await conversations.change(conversationId, (stored) =>
        withPart(stored, ({ ref }) => ref === part.ref, { id: found.id }),
      );
      if (found.status !== "running") await conversations.settle(conversationId, part.ref, found, false);
    } else if (listedAt - part.askedAt > ON_ITS_WAY_MS) {
      const error = errorBody({ code: "generation_not_found", action: "retry", provider: version.provider });
      const lost: Answer = {
        ...blankAnswer(part.id ?? "", { id: version.provider, model: version.model }, part.askedAt),
        status: "failed",
        error,
      };
      await conversations.settle(conversationId, part.ref, lost, false);
    }
  }

  const isUnkept = (one: Answer) =>
    history.unkept.some((part) => part.id === null && mayBe(one, part, part.provider));
  const unknown = generations.find((one) => one.status === "running" && !known.has(one.id) && !isUnkept(one));
  if (!unknown) return;
  const { provider, model, id, created_at } = unknown;
  const conversation = beginConversation("", { id: provider, model }, Date.parse(created_at));
  const { ref } = newestPart(conversation);
  await conversations.save(withPart(conversation, (part) => part.ref === ref, { id }));
}
