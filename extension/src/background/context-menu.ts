import { type Browser, browser } from "wxt/browser";
import { words } from "../locales/index.ts";
import { sessionStorageItems } from "../storage/session-storage.ts";

const GENERATE_FROM_SELECTION = "generate-from-selection";

/** Menus outlive the worker: made once per installation, after clearing, so that none appears twice. */
export async function createMenus(): Promise<void> {
  await browser.contextMenus.removeAll();
  browser.contextMenus.create({
    id: GENERATE_FROM_SELECTION,
    title: words.menu.generateFromSelection,
    contexts: ["selection"],
  });
}

export function onMenuClicked(info: Browser.contextMenus.OnClickData, tab?: Browser.tabs.Tab): void {
  if (info.menuItemId !== GENERATE_FROM_SELECTION) return;
  // The panel opens only in the same turn as the click, so nothing is awaited before this call.
  const opening = openPanel(tab);
  // Parked at once: the panel pulls it when it loads, and an open one hears of it.
  void sessionStorageItems.selection.set({ text: info.selectionText ?? "", at: Date.now() });
  void opening.catch(openPopupInstead);
}

async function openPanel(tab: Browser.tabs.Tab | undefined): Promise<void> {
  if (tab === undefined) throw new Error("The click came from no tab");
  await browser.sidePanel.open({ windowId: tab.windowId });
}

async function openPopupInstead(): Promise<void> {
  // It needs a focused window. Where there is none, the selection waits for the next popup or panel.
  await browser.action.openPopup().catch(() => undefined);
}
