import { words } from "../locales/index.ts";
import { createApp } from "../state/app.ts";
import type { Surface } from "./app-context.ts";
import { beginPage } from "./begin-page.ts";
import { loadMarkdown } from "./markdown-view.tsx";
import { Root } from "./root.tsx";
import { showPage } from "./show-page.tsx";

/** Shows the popup, or the side panel. */
export async function mount(surface: Surface): Promise<void> {
  const context = await beginPage(() => document.visibilityState === "visible");
  const app = createApp(context);
  // The gateway is asked while the words are on their way.
  const started = app.start();
  await showPage(
    context.settings,
    () => words.product,
    <Root app={app} surface={surface} />,
    app.connection.load(),
  );
  await started;
  requestIdleCallback(() => void loadMarkdown());
}
