import { type Browser, browser } from "wxt/browser";
import { sessionItems } from "../app/session-storage.ts";

/**
 * A popup closes when the browser asks whether Gatehouse may start the gateway. Once the person has said
 * yes it opens again, and goes on by itself; a side panel stays, and does so without us.
 */
export async function onPermissionsAdded({ permissions }: Browser.permissions.Permissions): Promise<void> {
  if (!permissions?.includes("nativeMessaging")) return;
  const asked = await sessionItems.startWanted.get();
  if (asked === undefined) return;
  // Others may be open, and know nothing of the click.
  const alive = await browser.runtime.getContexts({ documentUrls: [asked] });
  // It needs a focused window. Where there is none, the wish waits for the next popup.
  if (alive.length === 0) await browser.action.openPopup().catch(() => undefined);
}
