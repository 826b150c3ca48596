import { useEffect, useState } from "preact/hooks";
import { browser } from "wxt/browser";
import { words } from "../../shared/locales/index.ts";
import { HistoryIcon, KeyIcon, OptionsIcon, PanelIcon } from "../../shared/ui/icons.tsx";
import { type Surface, useApp } from "./app-context.ts";

function OpenSidePanel() {
  const [windowId, setWindowId] = useState<number>();
  // Known before the click: the panel opens only in the same turn as it.
  useEffect(() => {
    void browser.windows.getCurrent().then(({ id }) => setWindowId(id));
  }, []);

  const open = () => {
    if (windowId === undefined) return;
    void browser.sidePanel.open({ windowId }).then(() => window.close());
  };

  return (
    <button type="button" class="button quiet icon-only" onClick={open} title={words.header.openSidePanel}>
      <PanelIcon />
      <span class="visually-hidden">{words.header.openSidePanel}</span>
    </button>
  );
}

function OpenOptions() {
  return (
    <button
      type="button"
      class="button quiet icon-only"
      onClick={() => void browser.runtime.openOptionsPage()}
      title={words.header.options}
    >
      <OptionsIcon />
      <span class="visually-hidden">{words.header.options}</span>
    </button>
  );
}

function HistoryButton() {
  const app = useApp();
  const open = app.state.value.historyOpen;
  return (
    <button
      type="button"
      class="button quiet icon-only"
      title={words.header.history}
      aria-expanded={open}
      aria-controls="history"
      data-focus="history-button"
      onClick={() => {
        app.threads.toggleHistory();
        if (!open) app.focus("history");
      }}
    >
      <HistoryIcon />
      <span class="visually-hidden">{words.header.history}</span>
    </button>
  );
}

export function Header({ surface }: { surface: Surface }) {
  const app = useApp();
  const { view } = app.state.value;
  const there = view.name !== "opening" && view.name !== "gateway-away";

  return (
    <header class="header">
      <img class="header-mark" src="/icon/48.png" alt="" width="22" height="22" />
      <h1 class="header-name">{words.product}</h1>
      {there && view.name !== "no-key" && (
        <>
          <HistoryButton />
          <button
            type="button"
            class="button quiet"
            title={words.header.keys}
            onClick={() => app.focus("keys")}
          >
            <KeyIcon />
            <span class="header-label">{words.header.keys}</span>
          </button>
          <button type="button" class="button quiet" onClick={() => void app.connection.signOut()}>
            {words.header.signOut}
          </button>
        </>
      )}
      <OpenOptions />
      {surface === "popup" && <OpenSidePanel />}
    </header>
  );
}
