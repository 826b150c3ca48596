import { type ComponentChildren, render } from "preact";
// Lets components re-render when a signal they read changes.
import "@preact/signals";
import { type LanguageSettings, Localised } from "./localised.tsx";

/** A view that is replaced within this time is not worth showing. */
const NOT_WORTH_SHOWING_MS = 100;

/** Shows a page once the person's language has loaded, and `loading` is settled or takes too long. */
export async function showPage(
  settings: LanguageSettings,
  title: () => string,
  page: ComponentChildren,
  loading?: Promise<void>,
): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, NOT_WORTH_SHOWING_MS));
  // A failure is shown on the page, and loading is tried again.
  const loaded = Promise.resolve(loading).catch(() => {});
  await Promise.all([settings.languageLoaded, Promise.race([loaded, patience])]);
  render(
    <Localised settings={settings} title={title}>
      {page}
    </Localised>,
    document.body,
  );
}
