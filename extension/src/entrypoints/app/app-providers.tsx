import type { ComponentChildren } from "preact";
import { ComposerProvider } from "../../features/composer/composer-context.ts";
import { PageProvider } from "../../features/connection/page-context.ts";
import { ConversationProvider } from "../../features/conversation/conversation-context.ts";
import { HistoryProvider } from "../../features/history/history.ts";
import { KeysProvider } from "../../features/keys/keys.ts";
import { ModelsProvider } from "../../features/models/models.ts";
import { ProgramsProvider } from "../../features/programs/tokens.ts";
import type { App } from "./app.ts";

/** Gives each feature of popup and side panel what it needs of the app. */
export function AppProviders({ app, children }: { app: App; children: ComponentChildren }) {
  return (
    <ModelsProvider value={app}>
      <PageProvider value={app}>
        <KeysProvider value={app.keys}>
          <ConversationProvider value={app}>
            <HistoryProvider value={app}>
              <ComposerProvider value={app}>
                <ProgramsProvider value={app}>{children}</ProgramsProvider>
              </ComposerProvider>
            </HistoryProvider>
          </ConversationProvider>
        </KeysProvider>
      </PageProvider>
    </ModelsProvider>
  );
}
