import { OpenCompare } from "../../features/compare/open-compare.tsx";
import { Composer } from "../../features/composer/composer.tsx";
import { PageView, viewsOf } from "../../features/connection/page-view.tsx";
import { ConversationError } from "../../features/conversation/conversation-error.tsx";
import { ConversationView } from "../../features/conversation/conversation-view.tsx";
import { shownError } from "../../features/conversation/selectors.ts";
import { useHistory } from "../../features/history/history.ts";
import { HistoryView } from "../../features/history/history-view.tsx";
import { KeysPanel } from "../../features/keys/keys-panel.tsx";
import { ProgramsPanel } from "../../features/programs/programs-panel.tsx";
import { useEscape } from "../../shared/ui/use-escape.ts";
import { useFocusRequests } from "../../shared/ui/use-focus-requests.ts";
import { usePainted } from "../../shared/ui/use-painted.ts";
import type { App } from "./app.ts";
import { AppProviders } from "./app-providers.tsx";
import { Header, type Surface } from "./header.tsx";

function Workbench({ hidden }: { hidden: boolean }) {
  const state = useHistory().state.value;
  const { conversation, historyOpen } = state;
  // A person who has keys wants to ask: the list of keys is built after the prompt has been painted.
  const keysShown = usePainted() || state.view.name === "no-key";
  // The error of an answer is shown below it, so it is hidden with the conversation.
  const error = historyOpen ? state.problem : shownError(state);
  return (
    <main class="workbench" hidden={hidden}>
      <Composer>
        <OpenCompare />
      </Composer>
      <div class="below">
        {historyOpen && <HistoryView />}
        {!historyOpen && conversation && <ConversationView conversation={conversation} />}
        {error && <ConversationError key={`${error.code}:${error.request_id}`} error={error} />}
        {!historyOpen && keysShown && (
          <KeysPanel>
            <ProgramsPanel />
          </KeysPanel>
        )}
      </div>
    </main>
  );
}

const VIEWS = viewsOf(Workbench);

/** Popup and side panel: they differ only in size. */
export function Root({ app, surface }: { app: App; surface: Surface }) {
  useFocusRequests(app);
  useEscape(
    () => app.state.value.view.name === "generating",
    () => void app.generations.stop(),
  );
  return (
    <AppProviders app={app}>
      <div class={`app app-${surface}`}>
        <Header app={app} surface={surface} />
        <PageView views={VIEWS} />
      </div>
    </AppProviders>
  );
}
