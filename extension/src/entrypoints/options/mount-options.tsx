import optionsStyles from "../../features/options/options.css?inline";
import { createOptions } from "../../features/options/options.ts";
import { OptionsProvider } from "../../features/options/options-context.ts";
import { OptionsPage } from "../../features/options/options-page.tsx";
import actionsStyles from "../../features/quick-actions/quick-actions.css?inline";
import { strings } from "../../shared/locales/index.ts";
import { addStyles } from "../../shared/ui/add-styles.ts";
import { showPage } from "../../shared/ui/show-page.tsx";
import { beginPage } from "../app/begin-page.ts";

/** Shows the options page. */
export async function mountOptions(): Promise<void> {
  addStyles(optionsStyles);
  addStyles(actionsStyles);
  const { settings, gateway, items, conversations } = await beginPage(() => false);
  const options = createOptions(settings, gateway, items, conversations);
  await showPage(
    settings,
    () => strings.options.title,
    <OptionsProvider value={options}>
      <OptionsPage />
    </OptionsProvider>,
  );
}
