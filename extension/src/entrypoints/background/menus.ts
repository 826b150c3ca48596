import { type Browser, browser } from "wxt/browser";
import { settingsStorage } from "../../features/options/settings.ts";
import { type QuickAction, quickActions } from "../../features/quick-actions/actions.ts";
import type { Strings } from "../../shared/locales/strings.ts";
import { personStrings } from "./person-strings.ts";

export const GENERATE_FROM_SELECTION = "generate-from-selection";
const ROOT = "gatehouse";

/**
 * A title as the browser shows it: a single "&" would mark a letter for the keyboard, and "%s" would become the
 * selection. The one is doubled; the other has no way to be written, so an invisible sign parts it.
 */
function asWritten(title: string): string {
  return title.replaceAll("&", "&&").replaceAll("%s", "%\u2060s");
}

/** The menu on selected text. A quick action's item has the action's own id. */
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
    ...shown.map(({ id, title }) => ({ ...below, id, title: asWritten(title) })),
  ];
}

async function rebuild(): Promise<void> {
  const strings = await personStrings();
  const { actions } = await settingsStorage.get();
  await browser.contextMenus.removeAll();
  for (const item of menuItems(strings, quickActions(actions, strings))) browser.contextMenus.create(item);
}

let rebuilding: Promise<void> = Promise.resolve();

/** Makes the menu anew. One after the other: two at once would make items twice. */
export function rebuildMenus(): Promise<void> {
  rebuilding = rebuilding.then(rebuild, rebuild);
  return rebuilding;
}
