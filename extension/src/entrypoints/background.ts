import { browser } from "wxt/browser";
import { defineBackground } from "wxt/utils/define-background";
import { createMenus, onMenuClicked } from "../background/context-menu.ts";

// The worker registers menus and opens panels. It streams nothing: Chromium stops it when it likes.
export default defineBackground(() => {
  browser.runtime.onInstalled.addListener(() => void createMenus());
  browser.contextMenus.onClicked.addListener(onMenuClicked);
});
