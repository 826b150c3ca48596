import type { Context } from "../../entrypoints/app/context.ts";
import type { Start } from "../../entrypoints/app/state.ts";
import { gatewayAddress } from "../../shared/gateway/address.ts";
import type { Started } from "../../shared/gateway/starter.ts";

export interface StartActions {
  /** The click on Start. Called in its very turn, or the browser does not ask the person. */
  start(): Promise<void>;
  /** Goes on where a page was closed or loaded anew for the sake of the permission. */
  resume(): Promise<void>;
}

/** Starting the gateway from the view of its absence. */
export function createStart(context: Context, load: () => Promise<void>): StartActions {
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
      // The page may not live to see the answer: then the next one goes on.
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

/** `expected` is the address that the extension asks at. */
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
