import { words } from "../../locales/index.ts";
import { createOptions } from "../../state/options.ts";
import styles from "../../styles/options.css?inline";
import { addStyles } from "../add-styles.ts";
import { beginPage } from "../begin-page.ts";
import { showPage } from "../show-page.tsx";
import { OptionsContext } from "./options-context.ts";
import { OptionsPage } from "./options-page.tsx";

/** Shows the options page. */
export async function mountOptions(): Promise<void> {
  addStyles(styles);
  const { settings, gateway, items, threads } = await beginPage(() => false);
  const options = createOptions(settings, gateway, items, threads);
  await showPage(
    settings,
    () => words.options.title,
    <OptionsContext.Provider value={options}>
      <OptionsPage />
    </OptionsContext.Provider>,
  );
}
