import { render } from "preact";
// Lets components re-render when a signal they read changes.
import "@preact/signals";
import { words } from "../../locales/index.ts";
import { createOptions } from "../../state/options.ts";
import "../../styles/index.css";
import "../../styles/options.css";
import { beginPage } from "../begin-page.ts";
import { Localised } from "../localised.tsx";
import { OptionsContext } from "./options-context.ts";
import { OptionsPage } from "./options-page.tsx";

/** Shows the options page. */
export async function mountOptions(): Promise<void> {
  const { settings, gateway, items, threads } = await beginPage(() => false);
  const options = createOptions(settings, gateway, items, threads);
  render(
    <Localised settings={settings} title={() => words.options.title}>
      <OptionsContext.Provider value={options}>
        <OptionsPage />
      </OptionsContext.Provider>
    </Localised>,
    document.body,
  );
}
