import { signal } from "@preact/signals";
import type { Gateway } from "../gateway/client.ts";
import type { Locks } from "../gateway/session.ts";
import type { Context } from "../state/context.ts";
import { createStore } from "../state/store.ts";
import type { SessionItem, SessionItems } from "../storage/session-storage.ts";
import { DEFAULT_SETTINGS } from "../storage/settings.ts";
import { fakeLocks } from "./fakes.ts";

interface FakeItem<T> extends SessionItem<T> {
  value: T | undefined;
}

/** Storage that tells every watcher of every change, the writer as well, like the browser's. */
function fakeItem<T>(): FakeItem<T> {
  const watchers: ((value: T | undefined, before: T | undefined) => void)[] = [];
  const change = async (value: T | undefined) => {
    const before = fake.value;
    fake.value = value;
    await Promise.resolve();
    for (const watcher of watchers) watcher(value, before);
  };
  const fake: FakeItem<T> = {
    value: undefined,
    get: async () => fake.value,
    set: change,
    remove: () => change(undefined),
    watch: (watcher) => watchers.push(watcher),
  };
  return fake;
}

type FakeItems = {
  [Name in Exclude<keyof SessionItems, "clear">]: SessionItems[Name] extends SessionItem<infer T>
    ? FakeItem<T>
    : never;
} & { clear(): Promise<void> };

export function fakeItems(): FakeItems {
  const items = {
    session: fakeItem(),
    draft: fakeItem(),
    previousDraft: fakeItem<string>(),
    selection: fakeItem(),
    generation: fakeItem(),
    fieldPrompts: fakeItem(),
    revision: fakeItem<string>(),
  } as Omit<FakeItems, "clear">;
  return {
    ...items,
    clear: async () => {
      for (const item of Object.values(items)) await item.remove();
    },
  };
}

/** The context of a page: its own store, a storage that may be shared, and what the test gives of a gateway. */
export function fakeContext(
  gateway: Partial<Gateway> = {},
  items = fakeItems(),
  pageId = "page",
  locks: Locks = fakeLocks(),
): Context {
  return {
    gateway: gateway as Gateway,
    store: createStore(),
    items,
    settings: { current: signal(DEFAULT_SETTINGS), change: async () => {}, reset: async () => {} },
    locks,
    insertIntoPage: async () => "done",
    pageId,
  };
}
