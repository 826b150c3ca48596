import { signal } from "@preact/signals";
import type { Context } from "../entrypoints/app/context.ts";
import { reduce } from "../entrypoints/app/reducer.ts";
import type { SessionItems } from "../entrypoints/app/session-storage.ts";
import { INITIAL_STATE } from "../entrypoints/app/state.ts";
import { createConversationStore, type StorageArea } from "../features/conversation/conversation-store.ts";
import { DEFAULT_SETTINGS } from "../features/options/settings.ts";
import type { Gateway } from "../shared/gateway/client.ts";
import type { Locks } from "../shared/gateway/session.ts";
import type { Starter } from "../shared/gateway/starter.ts";
import type { SessionItem } from "../shared/storage/session-item.ts";
import { createStore } from "../shared/ui/store.ts";
import { fakeLocks } from "./fakes.ts";

interface FakeItem<T> extends SessionItem<T> {
  value: T | undefined;
}

/** Storage that calls every watcher on every change, the writer's too, like the browser's. */
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
    comparison: fakeItem(),
    startWanted: fakeItem<string>(),
    proof: fakeItem<string>(),
    revision: fakeItem<string>(),
  } as Omit<FakeItems, "clear">;
  return {
    ...items,
    clear: async () => {
      for (const item of Object.values(items)) await item.remove();
    },
  };
}

/** Storage in memory that copies its values, like the browser's. */
export function fakeArea(): StorageArea {
  const values = new Map<string, unknown>();
  const listeners: Parameters<StorageArea["onChanged"]["addListener"]>[0][] = [];
  const tell = (changes: Record<string, { newValue?: unknown }>) => {
    for (const listener of listeners) listener(changes);
  };
  return {
    get: async (keys) =>
      Object.fromEntries([keys].flat().flatMap((key) => (values.has(key) ? [[key, values.get(key)]] : []))),
    async set(changed) {
      for (const [key, value] of Object.entries(structuredClone(changed))) {
        values.set(key, value);
        tell({ [key]: { newValue: value } });
      }
    },
    async remove(keys) {
      for (const key of keys) if (values.delete(key)) tell({ [key]: {} });
    },
    onChanged: { addListener: (listener) => listeners.push(listener) },
  };
}

/** The context of a page: its own store, the storage that pages share, and the test's part of a gateway. */
export function fakeContext(
  gateway: Partial<Gateway> = {},
  items = fakeItems(),
  pageId = "page",
  conversations = createConversationStore(fakeArea(), fakeLocks()),
  locks: Locks = fakeLocks(),
): Context {
  return {
    gateway: gateway as Gateway,
    starter: {} as Starter,
    store: createStore(reduce, INITIAL_STATE),
    items,
    conversations,
    isSeen: () => true,
    settings: {
      current: signal(DEFAULT_SETTINGS),
      languageLoaded: Promise.resolve(),
      change: async () => {},
      reset: async () => {},
    },
    locks,
    pageId,
    pageUrl: "chrome-extension://gatehouse/popup.html",
    reloadPage: () => {},
  };
}
