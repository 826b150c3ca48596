import { useEffect, useState } from "preact/hooks";
import { browser } from "wxt/browser";
import { isConnected } from "../../features/connection/state.ts";
import { strings } from "../../shared/locales/index.ts";
import { HistoryIcon, KeyIcon, OptionsIcon, PanelIcon } from "../../shared/ui/icons.tsx";
import type { App } from "./app.ts";

export type Surface = "popup" | "panel";

function OpenSidePanel() {
  const [windowId, setWindowId] = useState<number>();
  // Read before the click, because the browser opens the panel only in the same turn as the click.
  useEffect(() => {
    void browser.windows.getCurrent().then(({ id }) => setWindowId(id));
  }, []);

  const open = () => {
    if (windowId === undefined) return;
    void browser.sidePanel.open({ windowId }).then(() => window.close());
  };

  return (
    <button type="button" class="button quiet icon-only" onClick={open} title={strings.header.openSidePanel}>
      <PanelIcon />
      <span class="visually-hidden">{strings.header.openSidePanel}</span>
    </button>
  );
}

function OpenOptions() {
  return (
    <button
      type="button"
      class="button quiet icon-only"
      onClick={() => void browser.runtime.openOptionsPage()}
      title={strings.header.options}
    >
      <OptionsIcon />
      <span class="visually-hidden">{strings.header.options}</span>
    </button>
  );
}

function HistoryButton({ app }: { app: App }) {
  const open = app.state.value.historyOpen;
  return (
    <button
      type="button"
      class="button quiet icon-only"
      title={strings.header.history}
      aria-expanded={open}
      aria-controls="history"
      data-focus="history-button"
      onClick={() => {
        app.history.toggle();
        if (!open) app.focus("history");
      }}
    >
      <HistoryIcon />
      <span class="visually-hidden">{strings.header.history}</span>
    </button>
  );
}

export function Header({ app, surface }: { app: App; surface: Surface }) {
  const { view } = app.state.value;
  const there = isConnected(app.state.value);

  return (
    <header class="header">
      <img class="header-mark" src="/icon/48.png" alt="" width="22" height="22" />
      <h1 class="header-name">{strings.product}</h1>
      {there && view.name !== "no-key" && (
        <>
          <HistoryButton app={app} />
          <button
            type="button"
            class="button quiet"
            title={strings.header.keys}
            onClick={() => app.focus("keys")}
          >
            <KeyIcon />
            <span class="header-label">{strings.header.keys}</span>
          </button>
          <button type="button" class="button quiet" onClick={() => void app.connection.signOut()}>
            {strings.header.signOut}
          </button>
        </>
      )}
      <OpenOptions />
      {surface === "popup" && <OpenSidePanel />}
    </header>
  );
}
