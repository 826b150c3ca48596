import type { Context } from "../../entrypoints/app/context.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import type { Answer } from "../../shared/gateway/types.ts";
import { blankAnswer } from "./answer-of.ts";
import { beginThread, newestPart, newestTurn, type Part, shownVersion, withPart } from "./conversation.ts";

/** A request that was older when the gateway listed what it knows, and is not in the list, is lost. */
const ON_ITS_WAY_MS = 10_000;
/** The gateway tells whole seconds. */
const SECOND_MS = 1_000;

/** Whether this generation may be the one that a page asked for and did not live to see named. */
function mayBe(answer: Answer, part: Part, provider: string): boolean {
  return answer.provider === provider && Date.parse(answer.created_at) + SECOND_MS > part.askedAt;
}

/**
 * Brings the stored threads up to what the gateway knows. What ended meanwhile is kept, what was asked for
 * by a page that closed at once gets its name, and what runs without a thread gets one, which is shown.
 *
 * @param generations the gateway's, newest first
 * @param listedAt when it was asked for them, in milliseconds
 */
export async function catchUp(
  { items, threads }: Pick<Context, "items" | "threads">,
  generations: readonly Answer[],
  listedAt: number,
): Promise<void> {
  // The compare page shows its own.
  const compared = (await items.comparison.get())?.runs.map(({ id }) => id) ?? [];
  const history = await threads.history();
  const known = new Set([...compared, ...history.threads.map(({ running }) => running?.id)]);

  for (const { id: threadId } of history.threads.filter(({ running }) => running !== null)) {
    const thread = await threads.read(threadId);
    if (!thread) continue;
    const part = newestPart(thread);
    const version = shownVersion(newestTurn(thread));
    const found = generations.find((one) =>
      part.id === null ? !known.has(one.id) && mayBe(one, part, version.provider) : one.id === part.id,
    );
    if (found) {
      known.add(found.id);
      await threads.change(threadId, (stored) =>
        withPart(stored, ({ ref }) => ref === part.ref, { id: found.id }),
      );
      if (found.status !== "running") await threads.settle(threadId, part.ref, found, false);
    } else if (listedAt - part.askedAt > ON_ITS_WAY_MS) {
      const error = errorBody({ code: "generation_not_found", action: "retry", provider: version.provider });
      const lost: Answer = { ...blankAnswer(part, version), status: "failed", error };
      await threads.settle(threadId, part.ref, lost, false);
    }
  }

  const stranger = generations.find(({ id, status }) => status === "running" && !known.has(id));
  if (!stranger) return;
  const { provider, model, id, created_at } = stranger;
  const thread = beginThread("", { id: provider, model }, Date.parse(created_at));
  const { ref } = newestPart(thread);
  await threads.save(withPart(thread, (part) => part.ref === ref, { id }));
}
