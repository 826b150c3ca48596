import { browser } from "wxt/browser";
import type { History } from "../../features/conversation/summary.ts";
import { sessionThreads } from "../app/session-storage.ts";
import { personsWords } from "./person-strings.ts";
import { lookAfterRunning, runningRefs } from "./running-answers.ts";

// The toolbar icon tells that an answer is being written, and that one waits for its reader.

const BADGES = { running: "…", failed: "!", ready: "✓" } as const;

/** Running answers whose end will not be heard of. */
const givenUp = new Set<string>();
let looking = false;

function badgeOf(history: History): keyof typeof BADGES | null {
  if (runningRefs(history, givenUp).length > 0) return "running";
  const unread = history.threads.filter((thread) => thread.unread);
  if (unread.length === 0) return null;
  return unread.some(({ failed }) => failed) ? "failed" : "ready";
}

async function paint(history: History): Promise<void> {
  const words = await personsWords();
  const badge = badgeOf(history);
  await browser.action.setBadgeText({ text: badge === null ? "" : BADGES[badge] });
  await browser.action.setTitle({ title: badge === null ? words.product : words.icon[badge] });
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
  await show(await sessionThreads.history());
}

/** To be called when the worker starts: a change of the threads wakes it only then. */
export function keepToolbarIcon(): void {
  sessionThreads.watch((history) => void show(history));
  void sessionThreads.history().then(show);
}
