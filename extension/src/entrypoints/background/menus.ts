import { type Browser, browser } from "wxt/browser";
import { settingsStorage } from "../../features/options/settings.ts";
import { type QuickAction, quickActions } from "../../features/quick-actions/actions.ts";
import type { Strings } from "../../shared/locales/strings.ts";
import { personStrings } from "./person-strings.ts";

export const GENERATE_FROM_SELECTION = "generate-from-selection";
const ROOT = "gatehouse";

/**
 * Escapes a title: the browser uses a single "&" to mark an access key, and replaces "%s" by the selection. The
 * first is doubled. The second cannot be escaped, so an invisible character is put between.
 */
function escapeTitle(title: string): string {
  return title.replaceAll("&", "&&").replaceAll("%s", "%\u2060s");
}

/** The context menu of selected text. The item of a quick action has the id of the action. */
export function menuItems(
  strings: Strings,
  actions: readonly QuickAction[],
): Browser.contextMenus.CreateProperties[] {
  const shown = actions.filter(({ enabled }) => enabled);
  const below = { parentId: ROOT, contexts: ["selection"] as ["selection"] };
  return [
    { id: ROOT, title: strings.product, contexts: ["selection"] },
    { ...below, id: GENERATE_FROM_SELECTION, title: strings.menu.generateFromSelection },
    ...(shown.length > 0 ? [{ ...below, id: "separator", type: "separator" as const }] : []),
    ...shown.map(({ id, title }) => ({ ...below, id, title: escapeTitle(title) })),
  ];
}

async function rebuild(): Promise<void> {
  const strings = await personStrings();
  const { actions } = await settingsStorage.get();
  await browser.contextMenus.removeAll();
  for (const item of menuItems(strings, quickActions(actions, strings))) browser.contextMenus.create(item);
}

let rebuilding: Promise<void> = Promise.resolve();

/** Rebuilds the menu. One call at a time, because two at once would create the items twice. */
export function rebuildMenus(): Promise<void> {
  rebuilding = rebuilding.then(rebuild, rebuild);
  return rebuilding;
}
