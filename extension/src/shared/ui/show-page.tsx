import { type ComponentChildren, render } from "preact";
// Lets components re-render when a signal they read changes.
import "@preact/signals";
import type { SettingsStore } from "../../features/options/settings-store.ts";
import { Localised } from "./localised.tsx";

/** A view that another one would replace by then is not shown at all. */
const NOT_WORTH_SHOWING_MS = 100;

/** Shows a page once the person's language is there, and what is `loading` as well, unless that takes long. */
export async function showPage(
  settings: SettingsStore,
  title: () => string,
  page: ComponentChildren,
  loading?: Promise<void>,
): Promise<void> {
  const patience = new Promise((resolve) => setTimeout(resolve, NOT_WORTH_SHOWING_MS));
  // Whatever keeps it from loading, the page is there, and looks again.
  const loaded = Promise.resolve(loading).catch(() => {});
  await Promise.all([settings.spoken, Promise.race([loaded, patience])]);
  render(
    <Localised settings={settings} title={title}>
      {page}
    </Localised>,
    document.body,
  );
}
