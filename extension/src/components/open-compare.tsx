import { browser } from "wxt/browser";
import { words } from "../locales/index.ts";
import { isUsable } from "../state/selectors.ts";
import { useApp } from "./app-context.ts";
import { CompareIcon } from "./icons.tsx";

/** One tab is enough: it shows the newest comparison, and the draft as it is being written. */
async function openCompare(): Promise<void> {
  const url = browser.runtime.getURL("/compare.html");
  const [open] = await browser.runtime.getContexts({ contextTypes: ["TAB"], documentUrls: [url] });
  if (open) {
    await browser.tabs.update(open.tabId, { active: true });
    await browser.windows.update(open.windowId, { focused: true });
  } else {
    await browser.tabs.create({ url });
  }
}

/** Leads to the page that sends the draft to several providers. With one key there is nothing to compare. */
export function OpenCompare() {
  const { providers } = useApp().state.value;
  if (providers.filter(isUsable).length < 2) return null;
  return (
    <button
      type="button"
      class="button quiet icon-only open-compare"
      title={words.compare.open}
      onClick={() => void openCompare()}
    >
      <CompareIcon />
      <span class="visually-hidden">{words.compare.open}</span>
    </button>
  );
}
