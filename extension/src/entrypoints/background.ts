import { browser } from "wxt/browser";
import { defineBackground } from "wxt/utils/define-background";
import { createMenus, onMenuClicked } from "../background/context-menu.ts";
import { onPermissionsAdded } from "../background/start.ts";
import { keepToolbarIcon } from "../background/toolbar-icon.ts";

// The worker registers menus, opens panels and keeps the icon. It streams nothing: Chromium stops it when it likes.
export default defineBackground(() => {
  browser.runtime.onInstalled.addListener(() => void createMenus());
  browser.contextMenus.onClicked.addListener(onMenuClicked);
  browser.permissions.onAdded.addListener((added) => void onPermissionsAdded(added));
  keepToolbarIcon();
});
