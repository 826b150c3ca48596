import { type Browser, browser } from "wxt/browser";

/** Opens the side panel beside the tab. The browser allows it only in the same turn as the person's action. */
export async function openPanel(tab: Browser.tabs.Tab | undefined): Promise<void> {
  if (tab === undefined) throw new Error("There is no tab to open it beside");
  await browser.sidePanel.open({ windowId: tab.windowId });
}
