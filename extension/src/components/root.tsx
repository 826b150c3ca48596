import { useLayoutEffect, useRef } from "preact/hooks";
import type { App } from "../state/app.ts";
import { shownAnswer, shownError } from "../state/selectors.ts";
import { AnswerView } from "./answer-view.tsx";
import { AppContext, type Surface } from "./app-context.ts";
import { Composer } from "./composer.tsx";
import { ErrorAlert } from "./error-alert.tsx";
import { GatewayAway } from "./gateway-away.tsx";
import { Header } from "./header.tsx";
import { KeysPanel } from "./keys-panel.tsx";
import { useEscape } from "./use-escape.ts";
import { useFocusRequests } from "./use-focus-requests.ts";

function Workbench({ app }: { app: App }) {
  const state = app.state.value;
  const answer = shownAnswer(state);
  const error = shownError(state);
  const askedAt = state.view.name === "generating" ? state.view.generation.startedAt : null;
  const below = useRef<HTMLDivElement>(null);
  // A new answer is read from its beginning, however far down the last one was read.
  useLayoutEffect(() => {
    if (askedAt !== null) below.current?.scrollTo(0, 0);
  }, [askedAt]);

  return (
    <main class="workbench">
      <Composer />
      <div class="below" ref={below}>
        {answer && <AnswerView key="answer" answer={answer} generating={state.view.name === "generating"} />}
        {error && <ErrorAlert key={`${error.code}:${error.request_id}`} error={error} />}
        <KeysPanel />
      </div>
    </main>
  );
}

function CurrentView({ app }: { app: App }) {
  const { view } = app.state.value;
  if (view.name === "opening") return <main class="workbench" aria-busy="true" />;
  return view.name === "gateway-away" ? <GatewayAway /> : <Workbench app={app} />;
}

/** The same in popup and side panel; only the measures differ. */
export function Root({ app, surface }: { app: App; surface: Surface }) {
  useFocusRequests(app);
  useEscape(app);
  return (
    <AppContext.Provider value={app}>
      <div class={`app app-${surface}`}>
        <Header surface={surface} />
        <CurrentView app={app} />
      </div>
    </AppContext.Provider>
  );
}
