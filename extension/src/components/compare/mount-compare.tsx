import { words } from "../../locales/index.ts";
import { createComparePage } from "../../state/compare/page.ts";
import styles from "../../styles/compare.css?inline";
import { addStyles } from "../add-styles.ts";
import { beginPage } from "../begin-page.ts";
import { loadMarkdown } from "../markdown-view.tsx";
import { showPage } from "../show-page.tsx";
import { ComparePage } from "./compare-page.tsx";

/** Shows the compare page. */
export async function mountCompare(): Promise<void> {
  addStyles(styles);
  // Nobody reads a conversation here.
  const context = await beginPage(() => false);
  const page = createComparePage(context);
  const started = page.start();
  await showPage(
    context.settings,
    () => words.compare.pageTitle,
    <ComparePage page={page} />,
    page.connection.load(),
  );
  await started;
  requestIdleCallback(() => void loadMarkdown());
}
