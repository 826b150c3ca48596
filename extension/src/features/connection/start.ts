import type { ReadonlySignal } from "@preact/signals";
import { gatewayAddress } from "../../shared/gateway/address.ts";
import type { Started, Starter } from "../../shared/gateway/starter.ts";
import type { SessionItem } from "../../shared/storage/session-item.ts";
import type { Store } from "../../shared/ui/store.ts";
import type { PageAction, PageState, Start } from "./state.ts";

export interface StartActions {
  /** The click on Start. Has to be called in the same turn as the click, or the browser refuses to ask. */
  start(): Promise<void>;
  /** Goes on where the browser's question closed the page, or the page was reloaded because of it. */
  resume(): Promise<void>;
}

interface StartContext {
  starter: Starter;
  store: Store<PageState, PageAction>;
  items: { startWanted: SessionItem<string> };
  settings: { current: ReadonlySignal<{ port: number }> };
  pageUrl: string;
  reloadPage(): void;
}

/** Starts the gateway through the native messaging host. */
export function createStart(context: StartContext, load: () => Promise<void>): StartActions {
  const { starter, store, items, settings, pageUrl } = context;
  const { dispatch, state } = store;
  const show = (start: Start) => dispatch({ type: "start-changed", start });

  async function call(): Promise<void> {
    show({ name: "starting" });
    const problem = problemOf(await starter.start(), gatewayAddress(settings.current.value.port));
    show(problem ?? { name: "idle" });
    if (problem === null) await load();
  }

  return {
    async start() {
      show({ name: "starting" });
      // The browser's question may close this page. The next one then goes on from this note.
      const noted = items.startWanted.set(pageUrl);
      const permitted = await starter.askPermission();
      await noted;
      if (permitted && !starter.canCall()) {
        context.reloadPage();
        return;
      }
      await items.startWanted.remove();
      if (permitted) await call();
      else show({ name: "failed", why: "not-permitted" });
    },

    async resume() {
      const wanted = await items.startWanted.get();
      if (!wanted) return;
      await items.startWanted.remove();
      if (state.value.view.name === "gateway-away" && (await starter.mayStart())) await call();
    },
  };
}

/** `expected` is the address that the extension uses. */
function problemOf(outcome: Started, expected: string): Start | null {
  switch (outcome.name) {
    case "not-set-up":
      return { name: "failed", why: "not-set-up" };
    case "refused":
      return { name: "failed", why: "refused", detail: outcome.message };
    case "started":
      return outcome.address === expected
        ? null
        : { name: "failed", why: "elsewhere", detail: outcome.address };
  }
}
