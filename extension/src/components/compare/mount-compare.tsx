import { render } from "preact";
// Lets components re-render when a signal they read changes.
import "@preact/signals";
import { browser } from "wxt/browser";
import { GATEWAY_ADDRESS } from "../../gateway/address.ts";
import { createGateway } from "../../gateway/client.ts";
import { createStarter } from "../../gateway/starter.ts";
import { words } from "../../locales/index.ts";
import { createComparePage } from "../../state/compare/page.ts";
import { createStore } from "../../state/store.ts";
import { sessionStorageItems, sessionStore, sessionThreads } from "../../storage/session-storage.ts";
import "../../styles/index.css";
import "../../styles/compare.css";
import { loadMarkdown } from "../markdown-view.tsx";
import { ComparePage } from "./compare-page.tsx";

/** Ties gateway, storage and state of the compare page together, and shows them. */
export function mountCompare(): void {
  const gateway = createGateway({
    address: GATEWAY_ADDRESS,
    fetch: (input, init) => fetch(input, init),
    session: sessionStore,
    locks: navigator.locks,
  });
  const page = createComparePage({
    gateway,
    starter: createStarter(browser),
    store: createStore(),
    items: sessionStorageItems,
    threads: sessionThreads,
    pageId: crypto.randomUUID(),
    // Nobody reads a conversation here.
    isSeen: () => false,
    reloadPage: () => location.reload(),
  });
  document.documentElement.lang = words.locale;
  document.title = words.compare.pageTitle;
  render(<ComparePage page={page} />, document.body);
  void page.start();
  requestIdleCallback(() => void loadMarkdown());
}
