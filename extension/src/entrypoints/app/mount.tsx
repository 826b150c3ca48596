import { strings } from "../../shared/locales/index.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { showPage } from "../../shared/ui/show-page.tsx";
import { createApp } from "./app.ts";
import { beginPage } from "./begin-page.ts";
import type { Surface } from "./header.tsx";
import { Root } from "./root.tsx";

/** Shows the popup, or the side panel. */
export async function mount(surface: Surface): Promise<void> {
  const context = await beginPage(() => document.visibilityState === "visible");
  const app = createApp(context);
  // The gateway is asked while the strings are loading.
  const started = app.start();
  await showPage(
    context.settings,
    () => strings.product,
    <Root app={app} surface={surface} />,
    app.connection.load(),
  );
  await started;
  requestIdleCallback(() => void loadMarkdown());
}
