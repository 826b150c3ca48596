import { browser } from "wxt/browser";
import type { History } from "../../features/conversation/summary.ts";
import { sessionConversations } from "../app/session-storage.ts";
import { personStrings } from "./person-strings.ts";
import { pollRunning, runningRefs } from "./running-answers.ts";

// The toolbar icon shows that an answer is being written, or is unread.

const BADGES = { running: "…", failed: "!", ready: "✓" } as const;

/** The refs of running answers that are not polled any more. */
const givenUp = new Set<string>();
let polling = false;

function badgeOf(history: History): keyof typeof BADGES | null {
  if (runningRefs(history, givenUp).length > 0) return "running";
  const unread = history.conversations.filter((conversation) => conversation.unread);
  if (unread.length === 0) return null;
  return unread.some(({ failed }) => failed) ? "failed" : "ready";
}

async function paint(history: History): Promise<void> {
  const strings = await personStrings();
  const badge = badgeOf(history);
  await browser.action.setBadgeText({ text: badge === null ? "" : BADGES[badge] });
  await browser.action.setTitle({ title: badge === null ? strings.product : strings.icon[badge] });
}

async function show(history: History): Promise<void> {
  await paint(history);
  if (polling || badgeOf(history) !== "running") return;
  polling = true;
  try {
    await pollRunning(givenUp);
  } finally {
    polling = false;
  }
  await show(await sessionConversations.history());
}

/** Has to be called when the worker starts, or a change of the conversations would not start it. */
export function keepToolbarIcon(): void {
  sessionConversations.watch((history) => void show(history));
  void sessionConversations.history().then(show);
}
