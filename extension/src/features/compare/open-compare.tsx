import { browser } from "wxt/browser";
import { strings } from "../../shared/locales/index.ts";
import { CompareIcon } from "../../shared/ui/icons.tsx";
import { useModels } from "../models/models.ts";
import { isUsable } from "../models/providers.ts";

/** Opens the compare page, or the tab in which it is open already. */
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

/** The button that opens the compare page. With fewer than two keys there is nothing to compare. */
export function OpenCompare() {
  const { providers } = useModels().state.value;
  if (providers.filter(isUsable).length < 2) return null;
  return (
    <button
      type="button"
      class="button quiet icon-only"
      title={strings.compare.open}
      onClick={() => void openCompare()}
    >
      <CompareIcon />
      <span class="visually-hidden">{strings.compare.open}</span>
    </button>
  );
}
