import { render } from "preact";
// Lets components re-render when a signal they read changes.
import "@preact/signals";
import { words } from "../locales/index.ts";
import { createApp } from "../state/app.ts";
import "../styles/index.css";
import type { Surface } from "./app-context.ts";
import { beginPage } from "./begin-page.ts";
import { Localised } from "./localised.tsx";
import { loadMarkdown } from "./markdown-view.tsx";
import { Root } from "./root.tsx";

/** Shows the popup, or the side panel. */
export async function mount(surface: Surface): Promise<void> {
  const context = await beginPage(() => document.visibilityState === "visible");
  const app = createApp(context);
  render(
    <Localised settings={context.settings} title={() => words.product}>
      <Root app={app} surface={surface} />
    </Localised>,
    document.body,
  );
  void app.start();
  requestIdleCallback(() => void loadMarkdown());
}
