import { render } from "preact";
// Lets components re-render when a signal they read changes.
import "@preact/signals";
import { browser } from "wxt/browser";
import { createStarter } from "../gateway/starter.ts";
import { words } from "../locales/index.ts";
import { insertIntoPage } from "../page/insert-into-page.ts";
import { createApp } from "../state/app.ts";
import { createStore } from "../state/store.ts";
import { sessionStorageItems, sessionThreads } from "../storage/session-storage.ts";
import "../styles/index.css";
import type { Surface } from "./app-context.ts";
import { beginPage } from "./begin-page.ts";
import { Localised } from "./localised.tsx";
import { loadMarkdown } from "./markdown-view.tsx";
import { Root } from "./root.tsx";

/** Ties gateway, storage and state together, and shows them. */
export async function mount(surface: Surface): Promise<void> {
  const { settings, gateway } = await beginPage();
  const app = createApp({
    gateway,
    starter: createStarter(browser),
    store: createStore(),
    items: sessionStorageItems,
    settings,
    locks: navigator.locks,
    insertIntoPage,
    threads: sessionThreads,
    pageId: crypto.randomUUID(),
    isSeen: () => document.visibilityState === "visible",
    reloadPage: () => location.reload(),
  });
  render(
    <Localised settings={settings} title={() => words.product}>
      <Root app={app} surface={surface} />
    </Localised>,
    document.body,
  );
  void app.start();
  requestIdleCallback(() => void loadMarkdown());
}
