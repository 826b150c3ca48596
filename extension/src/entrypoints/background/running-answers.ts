import { browser } from "wxt/browser";
import { catchUp } from "../../features/conversation/catch-up.ts";
import type { ConversationSummary, History } from "../../features/conversation/summary.ts";
import { settingsStorage } from "../../features/options/settings.ts";
import { gatewayAddress } from "../../shared/gateway/address.ts";
import { GatewayError, hasCode } from "../../shared/gateway/errors.ts";
import { createHttp } from "../../shared/gateway/http.ts";
import type { Answer } from "../../shared/gateway/types.ts";
import { sessionConversations, sessionItems } from "../app/session-storage.ts";

// Pages follow answers and write down their end. What nobody follows the worker looks after, for as long as
// something runs: each look calls chrome as well, which keeps Chromium from stopping the worker for want of
// work. One that was stopped all the same takes up its looks when the next event wakes it.

const LOOK_EVERY_MS = 2_000;
const LOOK_TIMEOUT_MS = 5_000;
/** Looks in vain after which the gateway is gone, and what it was writing with it. */
const LOOKS_IN_VAIN = 5;
const PAGES = ["/popup.html", "/sidepanel.html"];

const http = createHttp(
  async () => gatewayAddress((await settingsStorage.get()).port),
  (input, init) => fetch(input, init),
);

/** A page that is open follows the conversation that is shown, and is quicker than we are. */
async function isFollowed({ id }: ConversationSummary, { shown }: History): Promise<boolean> {
  if (id !== shown) return false;
  const contexts = await browser.runtime.getContexts({});
  return contexts.some(({ documentUrl }) => documentUrl && PAGES.includes(new URL(documentUrl).pathname));
}

async function ask<T>(path: string): Promise<T> {
  const token = (await sessionItems.session.get())?.csrf_token ?? "";
  return await http.json<T>({ method: "GET", path, token, signal: AbortSignal.timeout(LOOK_TIMEOUT_MS) });
}

async function look(
  conversation: ConversationSummary,
  running: NonNullable<ConversationSummary["running"]>,
): Promise<void> {
  if (running.id === null) {
    // The page closed before it heard the name.
    const listedAt = Date.now();
    const { generations } = await ask<{ generations: Answer[] }>("/generations");
    await catchUp({ items: sessionItems, conversations: sessionConversations }, generations, listedAt);
    return;
  }
  const answer = await ask<Answer>(`/generations/${encodeURIComponent(running.id)}`);
  if (answer.status !== "running")
    await sessionConversations.settle(conversation.id, running.ref, answer, false);
}

/** Looks once at everything that runs and that nobody follows. */
async function lookAtAll(history: History, givenUp: Set<string>): Promise<void> {
  for (const conversation of history.conversations) {
    const { running } = conversation;
    if (!running || givenUp.has(running.ref) || (await isFollowed(conversation, history))) continue;
    try {
      await look(conversation, running);
    } catch (error) {
      if (!(error instanceof GatewayError) || hasCode(error, "session_stale")) throw error;
      // Its session is over, or it is forgotten: the next page tells the person.
      givenUp.add(running.ref);
    }
  }
}

/** What runs, as far as anybody can still learn of its end. */
export function runningRefs({ conversations }: History, givenUp: ReadonlySet<string>): string[] {
  return conversations.flatMap(({ running }) => (running && !givenUp.has(running.ref) ? [running.ref] : []));
}

/** Looks until nothing runs any more, or the gateway does not answer. */
export async function lookAfterRunning(givenUp: Set<string>): Promise<void> {
  let inVain = 0;
  while (true) {
    const history = await sessionConversations.history();
    const running = runningRefs(history, givenUp);
    if (running.length === 0) return;
    try {
      await lookAtAll(history, givenUp);
      inVain = 0;
    } catch {
      inVain += 1;
      if (inVain === LOOKS_IN_VAIN) for (const ref of running) givenUp.add(ref);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
