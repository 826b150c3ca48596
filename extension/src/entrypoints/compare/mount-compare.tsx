import styles from "../../features/compare/compare.css?inline";
import { CompareProvider } from "../../features/compare/compare-context.ts";
import { ComparePage } from "../../features/compare/compare-page.tsx";
import { PageProvider } from "../../features/connection/page-context.ts";
import { KeysProvider } from "../../features/keys/keys.ts";
import { strings } from "../../shared/locales/index.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { addStyles } from "../../shared/ui/add-styles.ts";
import { showPage } from "../../shared/ui/show-page.tsx";
import { beginPage } from "../app/begin-page.ts";
import { createCompareApp } from "./compare-app.ts";

/** Shows the compare page. */
export async function mountCompare(): Promise<void> {
  addStyles(styles);
  // No conversation is shown here, so none is ever read.
  const context = await beginPage(() => false);
  const app = createCompareApp(context);
  const started = app.start();
  await showPage(
    context.settings,
    () => strings.compare.pageTitle,
    <PageProvider value={app}>
      <KeysProvider value={app.keys}>
        <CompareProvider value={app}>
          <ComparePage />
        </CompareProvider>
      </KeysProvider>
    </PageProvider>,
    app.connection.load(),
  );
  await started;
  requestIdleCallback(() => void loadMarkdown());
}
