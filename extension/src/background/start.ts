import { type Browser, browser } from "wxt/browser";
import { sessionStorageItems } from "../storage/session-storage.ts";

/**
 * A popup closes when the browser asks whether Gatehouse may start the gateway. Once the person has said
 * yes it opens again, and goes on by itself; a side panel stays, and does so without us.
 */
export async function onPermissionsAdded({ permissions }: Browser.permissions.Permissions): Promise<void> {
  if (!permissions?.includes("nativeMessaging")) return;
  if (!(await sessionStorageItems.startWanted.get())) return;
  const pages = await browser.runtime.getContexts({ contextTypes: ["POPUP", "SIDE_PANEL", "TAB"] });
  // It needs a focused window. Where there is none, the wish waits for the next popup.
  if (pages.length === 0) await browser.action.openPopup().catch(() => undefined);
}
