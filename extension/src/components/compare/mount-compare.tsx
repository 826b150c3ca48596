import { render } from "preact";
// Lets components re-render when a signal they read changes.
import "@preact/signals";
import { words } from "../../locales/index.ts";
import { createComparePage } from "../../state/compare/page.ts";
import "../../styles/index.css";
import "../../styles/compare.css";
import { beginPage } from "../begin-page.ts";
import { Localised } from "../localised.tsx";
import { loadMarkdown } from "../markdown-view.tsx";
import { ComparePage } from "./compare-page.tsx";

/** Shows the compare page. */
export async function mountCompare(): Promise<void> {
  // Nobody reads a conversation here.
  const context = await beginPage(() => false);
  const page = createComparePage(context);
  render(
    <Localised settings={context.settings} title={() => words.compare.pageTitle}>
      <ComparePage page={page} />
    </Localised>,
    document.body,
  );
  void page.start();
  requestIdleCallback(() => void loadMarkdown());
}
