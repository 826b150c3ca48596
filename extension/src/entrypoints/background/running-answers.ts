import { browser } from "wxt/browser";
import { catchUp } from "../../features/conversation/catch-up.ts";
import type { ConversationSummary, History } from "../../features/conversation/summary.ts";
import { settingsStorage } from "../../features/options/settings.ts";
import { gatewayAddress } from "../../shared/gateway/address.ts";
import { GatewayError, hasCode } from "../../shared/gateway/errors.ts";
import { createHttp } from "../../shared/gateway/http.ts";
import { createIdentity } from "../../shared/gateway/identity.ts";
import { createProvenHttp } from "../../shared/gateway/proven-http.ts";
import type { Answer } from "../../shared/gateway/types.ts";
import { knownGateway } from "../../shared/storage/known-gateway.ts";
import { sessionConversations, sessionItems } from "../app/session-storage.ts";

// Pages follow answers and store their end. Answers that no page follows are polled by the worker while they run.
// Each poll also calls a browser API, which keeps Chromium from stopping the worker as idle. A worker that was
// stopped all the same goes on polling when the next event starts it.

const POLL_EVERY_MS = 2_000;
const POLL_TIMEOUT_MS = 5_000;
/** Failed polls after which the gateway counts as gone, and the running answers with it. */
const FAILED_POLLS = 5;
const PAGES = ["/popup.html", "/sidepanel.html"];

const address = async () => gatewayAddress((await settingsStorage.get()).port);
const unproven = createHttp(address, (input, init) => fetch(input, init));
const identity = { known: knownGateway, askHost: async () => ({ name: "silent" as const }) };
const http = createProvenHttp(unproven, address, createIdentity(unproven, address, identity));

/** An open page follows the conversation that it shows. */
async function isFollowed({ id }: ConversationSummary, { shown }: History): Promise<boolean> {
  if (id !== shown) return false;
  const contexts = await browser.runtime.getContexts({});
  return contexts.some(({ documentUrl }) => documentUrl && PAGES.includes(new URL(documentUrl).pathname));
}

async function ask<T>(path: string): Promise<T> {
  const token = (await sessionItems.session.get())?.csrf_token ?? "";
  return await http.json<T>({ method: "GET", path, token, signal: AbortSignal.timeout(POLL_TIMEOUT_MS) });
}

async function poll(
  conversation: ConversationSummary,
  running: NonNullable<ConversationSummary["running"]>,
): Promise<void> {
  if (running.id === null) {
    // The page closed before it received the id.
    const listedAt = Date.now();
    const { generations } = await ask<{ generations: Answer[] }>("/generations");
    await catchUp({ items: sessionItems, conversations: sessionConversations }, generations, listedAt);
    return;
  }
  const answer = await ask<Answer>(`/generations/${encodeURIComponent(running.id)}`);
  if (answer.status !== "running")
    await sessionConversations.settle(conversation.id, running.ref, answer, false);
}

/** Polls once everything that runs and that no page follows. */
async function pollAll(history: History, givenUp: Set<string>): Promise<void> {
  for (const conversation of history.conversations) {
    const { running } = conversation;
    if (!running || givenUp.has(running.ref) || (await isFollowed(conversation, history))) continue;
    try {
      await poll(conversation, running);
    } catch (error) {
      if (!(error instanceof GatewayError) || hasCode(error, "session_stale")) throw error;
      // Its session is over, or the gateway no longer has it. The next page tells the person.
      givenUp.add(running.ref);
    }
  }
}

/** The refs of what runs and is not given up. */
export function runningRefs({ conversations }: History, givenUp: ReadonlySet<string>): string[] {
  return conversations.flatMap(({ running }) => (running && !givenUp.has(running.ref) ? [running.ref] : []));
}

/** Polls until nothing runs any more, or the gateway does not answer. */
export async function pollRunning(givenUp: Set<string>): Promise<void> {
  let failed = 0;
  while (true) {
    const history = await sessionConversations.history();
    const running = runningRefs(history, givenUp);
    if (running.length === 0) return;
    try {
      await pollAll(history, givenUp);
      failed = 0;
    } catch {
      failed += 1;
      if (failed === FAILED_POLLS) for (const ref of running) givenUp.add(ref);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_EVERY_MS));
  }
}
