import type { Provider } from "../../shared/gateway/types.ts";
import { strings } from "../../shared/locales/index.ts";
import { useEscape } from "../../shared/ui/use-escape.ts";
import { useFocusRequests } from "../../shared/ui/use-focus-requests.ts";
import { ErrorAlert } from "../connection/error-alert.tsx";
import { PageView, viewsOf } from "../connection/page-view.tsx";
import { KeysPanel } from "../keys/keys-panel.tsx";
import { isUsable } from "../models/providers.ts";
import { CompareColumn } from "./compare-column.tsx";
import { CompareComposer } from "./compare-composer.tsx";
import { useComparePage } from "./compare-context.ts";
import { isRunning, participants } from "./selectors.ts";

/** The place of an answer before the first prompt. */
function EmptyColumn({ provider }: { provider: Provider }) {
  return (
    <section class="column column-empty" aria-label={provider.name}>
      <header class="column-head">
        <h2>{strings.composer.option(provider.name, provider.model)}</h2>
      </header>
      <p class="column-progress">{strings.compare.empty}</p>
    </section>
  );
}

function Columns() {
  const { state, compare } = useComparePage();
  const { providers } = state.value;
  const { columns } = compare.state.value;
  if (columns.length === 0) {
    return participants(compare.state.value, providers).map((provider) => (
      <EmptyColumn key={provider.id} provider={provider} />
    ));
  }
  return columns.map((column) => {
    const provider = providers.find(({ id }) => id === column.ref);
    return provider && <CompareColumn key={provider.id} column={column} provider={provider} />;
  });
}

function Comparison({ hidden }: { hidden: boolean }) {
  const { state, connection, dismissProblem } = useComparePage();
  const { providers, problem } = state.value;
  const retry = () => {
    dismissProblem();
    void connection.load();
  };
  return (
    <main class="comparison" hidden={hidden}>
      <CompareComposer />
      {problem && <ErrorAlert error={problem} onRetry={retry} />}
      <div class="columns">
        <Columns />
      </div>
      {providers.filter(isUsable).length < 2 && (
        <div class="compare-keys">
          <p>{strings.compare.needsTwo}</p>
          <KeysPanel />
        </div>
      )}
    </main>
  );
}

const VIEWS = viewsOf(Comparison);

export function ComparePage() {
  const page = useComparePage();
  useFocusRequests(page);
  useEscape(
    () => isRunning(page.compare.state.value),
    () => void page.compare.stopAll(),
  );
  return (
    <div class="app app-compare">
      <header class="header">
        <img class="header-mark" src="/icon/48.png" alt="" width="22" height="22" />
        <h1 class="header-name">{strings.compare.title}</h1>
      </header>
      <PageView views={VIEWS} />
    </div>
  );
}
