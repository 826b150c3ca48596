import { Composer } from "../../features/composer/composer.tsx";
import { ErrorAlert } from "../../features/connection/error-alert.tsx";
import { PageView } from "../../features/connection/page-view.tsx";
import { ConversationView } from "../../features/conversation/conversation-view.tsx";
import { brokenOffAt, shownError } from "../../features/conversation/selectors.ts";
import { HistoryView } from "../../features/history/history-view.tsx";
import { KeysPanel } from "../../features/keys/keys-panel.tsx";
import { ProgramsPanel } from "../../features/programs/programs-panel.tsx";
import { useEscape } from "../../shared/ui/use-escape.ts";
import { useFocusRequests } from "../../shared/ui/use-focus-requests.ts";
import { usePainted } from "../../shared/ui/use-painted.ts";
import type { App } from "./app.ts";
import { AppContext, type Surface } from "./app-context.ts";
import { Header } from "./header.tsx";

function Workbench({ app, hidden }: { app: App; hidden: boolean }) {
  const state = app.state.value;
  const { conversation, historyOpen } = state;
  // Whoever has keys has come to ask: the list of them is built when the prompt can be seen.
  const keysShown = usePainted() || state.view.name === "no-key";
  // The conversation's own error stands under its answer; the history shows other conversations.
  const error = historyOpen ? state.problem : shownError(state);
  return (
    <main class="workbench" hidden={hidden}>
      <Composer />
      <div class="below">
        {historyOpen && <HistoryView />}
        {!historyOpen && conversation && <ConversationView conversation={conversation} />}
        {error && (
          <ErrorAlert
            key={`${error.code}:${error.request_id}`}
            error={error}
            since={error === state.problem ? null : brokenOffAt(state)}
            onRetry={() => void app.retry()}
          />
        )}
        {!historyOpen && keysShown && (
          <KeysPanel>
            <ProgramsPanel />
          </KeysPanel>
        )}
      </div>
    </main>
  );
}

/** The same in popup and side panel; only the measures differ. */
export function Root({ app, surface }: { app: App; surface: Surface }) {
  useFocusRequests(app);
  useEscape(
    () => app.state.value.view.name === "generating",
    () => void app.generations.stop(),
  );
  return (
    <AppContext.Provider value={app}>
      <div class={`app app-${surface}`}>
        <Header surface={surface} />
        <PageView
          view={app.state.value.view.name}
          content={(hidden) => <Workbench app={app} hidden={hidden} />}
        />
      </div>
    </AppContext.Provider>
  );
}
