import { type Browser, browser } from "wxt/browser";
import { sessionItems } from "../app/session-storage.ts";

/**
 * A popup closes when the browser asks whether Gatehouse may start the gateway. After the person has agreed this
 * opens it again, and the popup goes on from there. A side panel stays open, and goes on by itself.
 */
export async function onPermissionsAdded({ permissions }: Browser.permissions.Permissions): Promise<void> {
  if (!permissions?.includes("nativeMessaging")) return;
  const asked = await sessionItems.startWanted.get();
  if (asked === undefined) return;
  // Only the page on which Start was clicked: others may be open as well.
  const alive = await browser.runtime.getContexts({ documentUrls: [asked] });
  // This needs a focused window. Without one, the next popup goes on.
  if (alive.length === 0) await browser.action.openPopup().catch(() => undefined);
}
