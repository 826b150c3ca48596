import { render } from "preact";
// Lets components re-render when a signal they read changes.
import "@preact/signals";
import { browser } from "wxt/browser";
import { createStarter } from "../../gateway/starter.ts";
import { words } from "../../locales/index.ts";
import { insertIntoPage } from "../../page/insert-into-page.ts";
import { createComparePage } from "../../state/compare/page.ts";
import { createStore } from "../../state/store.ts";
import { sessionStorageItems, sessionThreads } from "../../storage/session-storage.ts";
import "../../styles/index.css";
import "../../styles/compare.css";
import { beginPage } from "../begin-page.ts";
import { Localised } from "../localised.tsx";
import { loadMarkdown } from "../markdown-view.tsx";
import { ComparePage } from "./compare-page.tsx";

/** Ties gateway, storage and state of the compare page together, and shows them. */
export async function mountCompare(): Promise<void> {
  const { settings, gateway } = await beginPage();
  const page = createComparePage({
    gateway,
    starter: createStarter(browser),
    store: createStore(),
    items: sessionStorageItems,
    settings,
    locks: navigator.locks,
    insertIntoPage,
    threads: sessionThreads,
    pageId: crypto.randomUUID(),
    // Nobody reads a conversation here.
    isSeen: () => false,
    reloadPage: () => location.reload(),
  });
  render(
    <Localised settings={settings} title={() => words.compare.pageTitle}>
      <ComparePage page={page} />
    </Localised>,
    document.body,
  );
  void page.start();
  requestIdleCallback(() => void loadMarkdown());
}
