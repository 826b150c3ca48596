import { browser } from "wxt/browser";
import type { History } from "../../features/conversation/summary.ts";
import { sessionConversations } from "../app/session-storage.ts";
import { personStrings } from "./person-strings.ts";
import { lookAfterRunning, runningRefs } from "./running-answers.ts";

// The toolbar icon tells that an answer is being written, and that one waits for its reader.

const BADGES = { running: "…", failed: "!", ready: "✓" } as const;

/** Running answers whose end will not be heard of. */
const givenUp = new Set<string>();
let looking = false;

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
  if (looking || badgeOf(history) !== "running") return;
  looking = true;
  try {
    await lookAfterRunning(givenUp);
  } finally {
    looking = false;
  }
  await show(await sessionConversations.history());
}

/** To be called when the worker starts: a change of the conversations wakes it only then. */
export function keepToolbarIcon(): void {
  sessionConversations.watch((history) => void show(history));
  void sessionConversations.history().then(show);
}
