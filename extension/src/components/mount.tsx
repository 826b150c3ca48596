import { render } from "preact";
// Lets components re-render when a signal they read changes.
import "@preact/signals";
import { browser } from "wxt/browser";
import { GATEWAY_ADDRESS } from "../gateway/address.ts";
import { createGateway } from "../gateway/client.ts";
import { createStarter } from "../gateway/starter.ts";
import { words } from "../locales/index.ts";
import { createApp } from "../state/app.ts";
import { createStore } from "../state/store.ts";
import { sessionStorageItems, sessionStore, sessionThreads } from "../storage/session-storage.ts";
import "../styles/index.css";
import type { Surface } from "./app-context.ts";
import { loadMarkdown } from "./markdown-view.tsx";
import { Root } from "./root.tsx";

/** Ties gateway, storage and state together, and shows them. */
export function mount(surface: Surface): void {
  const gateway = createGateway({
    address: GATEWAY_ADDRESS,
    fetch: (input, init) => fetch(input, init),
    session: sessionStore,
    locks: navigator.locks,
  });
  const app = createApp({
    gateway,
    starter: createStarter(browser),
    store: createStore(),
    items: sessionStorageItems,
    threads: sessionThreads,
    pageId: crypto.randomUUID(),
    isSeen: () => document.visibilityState === "visible",
    reloadPage: () => location.reload(),
  });
  document.documentElement.lang = words.locale;
  document.title = words.product;
  render(<Root app={app} surface={surface} />, document.body);
  void app.start();
  requestIdleCallback(() => void loadMarkdown());
}
