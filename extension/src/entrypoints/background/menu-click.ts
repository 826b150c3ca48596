import { type Browser, browser } from "wxt/browser";
import type { Selection } from "../../features/composer/draft.ts";
import { settingsStorage } from "../../features/options/settings.ts";
import { type Selected, selectedText } from "../../features/page/page-selection.ts";
import { quickActions } from "../../features/quick-actions/actions.ts";
import { fillTemplate } from "../../features/quick-actions/prompt.ts";
import { sessionItems } from "../app/session-storage.ts";
import { GENERATE_FROM_SELECTION } from "./menus.ts";
import { openPanel } from "./open-panel.ts";
import { personStrings } from "./person-strings.ts";

type Click = Browser.contextMenus.OnClickData;

export function onMenuClicked(click: Click, tab?: Browser.tabs.Tab): void {
  const at = Date.now();
  // The browser opens the panel only in the same turn as the click, so nothing is awaited before this call.
  const opening = openPanel(tab);
  void opening.catch(openPopupInstead);
  void park(click, tab, at);
}

async function openPopupInstead(): Promise<void> {
  // This needs a focused window. Without one, the selection waits for the next popup or panel.
  await browser.action.openPopup().catch(() => undefined);
}

/** Stores the selection for the panel, which reads it when it loads, or watches it if it is open already. */
async function park(click: Click, tab: Browser.tabs.Tab | undefined, at: number): Promise<void> {
  const selected = await selectedText(click, tab);
  const { cut, field } = selected;
  const selection: Selection = { text: selected.text, at, cut, ...(field ? { field } : {}) };
  if (click.menuItemId !== GENERATE_FROM_SELECTION) {
    const prompt = await promptOf(click, tab, selected);
    if (prompt === null) return;
    selection.text = prompt;
    selection.run = true;
  }
  await sessionItems.selection.set(selection);
}

/** The prompt of a quick action; null where the action no longer exists. */
async function promptOf(
  { menuItemId, pageUrl }: Click,
  tab: Browser.tabs.Tab | undefined,
  { text }: Selected,
): Promise<string | null> {
  const strings = await personStrings();
  const { actions, replyLanguage } = await settingsStorage.get();
  const action = quickActions(actions, strings).find(({ id }) => id === menuItemId);
  if (!action) return null;
  const values = {
    selection: text,
    page_title: tab?.title ?? "",
    page_url: pageUrl ?? tab?.url ?? "",
    language: strings.languageName(replyLanguage === "auto" ? strings.locale : replyLanguage),
  };
  return fillTemplate(action.template, values, strings);
}
