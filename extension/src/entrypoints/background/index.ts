import { browser } from "wxt/browser";
import { defineBackground } from "wxt/utils/define-background";
import { OPEN_SIDE_PANEL } from "../../features/options/commands.ts";
import { settingsStorage } from "../../features/options/settings.ts";
import { onMenuClicked } from "./menu-click.ts";
import { rebuildMenus } from "./menus.ts";
import { openPanel } from "./open-panel.ts";
import { onPermissionsAdded } from "./reopen-popup.ts";
import { keepToolbarIcon } from "./toolbar-icon.ts";

// The service worker makes menus, reads selections, opens panels and updates the icon. It follows no stream, because
// Chromium may stop it at any time. All listeners are added synchronously, or the event that starts the worker is
// lost.
export default defineBackground(() => {
  browser.runtime.onInstalled.addListener(() => void rebuildMenus());
  // The language of the browser may have changed since it was last open.
  browser.runtime.onStartup.addListener(() => void rebuildMenus());
  settingsStorage.watch(() => void rebuildMenus());
  browser.contextMenus.onClicked.addListener(onMenuClicked);
  browser.commands.onCommand.addListener((command, tab) => {
    if (command === OPEN_SIDE_PANEL) void openPanel(tab);
  });
  browser.permissions.onAdded.addListener((added) => void onPermissionsAdded(added));
  keepToolbarIcon();
});
