import styles from "../../features/compare/compare.css?inline";
import { createComparePage } from "../../features/compare/compare-app.ts";
import { ComparePage } from "../../features/compare/compare-page.tsx";
import { strings } from "../../shared/locales/index.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { addStyles } from "../../shared/ui/add-styles.ts";
import { showPage } from "../../shared/ui/show-page.tsx";
import { beginPage } from "../app/begin-page.ts";

/** Shows the compare page. */
export async function mountCompare(): Promise<void> {
  addStyles(styles);
  // Nobody reads a conversation here.
  const context = await beginPage(() => false);
  const page = createComparePage(context);
  const started = page.start();
  await showPage(
    context.settings,
    () => strings.compare.pageTitle,
    <ComparePage page={page} />,
    page.connection.load(),
  );
  await started;
  requestIdleCallback(() => void loadMarkdown());
}
