import type { Context } from "../../entrypoints/app/context.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import type { Answer } from "../../shared/gateway/types.ts";
import { blankAnswer } from "./answer-of.ts";
import {
  beginConversation,
  newestPart,
  newestTurn,
  type Part,
  shownVersion,
  withPart,
} from "./conversation.ts";

/** A request that was older when the gateway listed what it knows, and is not in the list, is lost. */
const ON_ITS_WAY_MS = 10_000;
/** The gateway tells whole seconds. */
const SECOND_MS = 1_000;

/** Whether this generation may be the one that a page asked for and did not live to see named. */
function mayBe(answer: Answer, part: Part, provider: string): boolean {
  return answer.provider === provider && Date.parse(answer.created_at) + SECOND_MS > part.askedAt;
}

/**
 * Brings the stored conversations up to what the gateway knows. What ended meanwhile is kept, what was asked for
 * by a page that closed at once gets its name, and what runs without a conversation gets one, which is shown.
 *
 * @param generations the gateway's, newest first
 * @param listedAt when it was asked for them, in milliseconds
 */
export async function catchUp(
  { items, conversations }: Pick<Context, "items" | "conversations">,
  generations: readonly Answer[],
  listedAt: number,
): Promise<void> {
  // The compare page shows its own.
  const compared = (await items.comparison.get())?.runs.map(({ id }) => id) ?? [];
  const history = await conversations.history();
  const known = new Set([...compared, ...history.conversations.map(({ running }) => running?.id)]);

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
      const lost: Answer = { ...blankAnswer(part, version), status: "failed", error };
      await conversations.settle(conversationId, part.ref, lost, false);
    }
  }

  const stranger = generations.find(({ id, status }) => status === "running" && !known.has(id));
  if (!stranger) return;
  const { provider, model, id, created_at } = stranger;
  const conversation = beginConversation("", { id: provider, model }, Date.parse(created_at));
  const { ref } = newestPart(conversation);
  await conversations.save(withPart(conversation, (part) => part.ref === ref, { id }));
}
