import type { ReadonlySignal } from "@preact/signals";
import type { Gateway } from "../../shared/gateway/client.ts";
import { type FailureAction, refusal } from "../../shared/gateway/refusal.ts";
import type { SessionItem } from "../../shared/storage/session-item.ts";
import { requiredContext } from "../../shared/ui/required-context.ts";
import type { ModelsAction, ModelsState } from "./state.ts";

export interface ModelActions {
  select(provider: string): Promise<void>;
  /** Reads the list of providers again. */
  refresh(): Promise<void>;
  /** Makes every page read the list again, this one too: another page may have changed it at the same time. */
  announceChange(): void;
  watch(): void;
}

interface ModelsContext {
  gateway: Pick<Gateway, "providers" | "selectProvider">;
  store: { dispatch(action: ModelsAction | FailureAction): void };
  items: { revision: SessionItem<string> };
}

export function createModels(context: ModelsContext): ModelActions {
  const { gateway, store, items } = context;
  let refreshes = 0;

  async function refresh(): Promise<void> {
    refreshes += 1;
    const turn = refreshes;
    try {
      const providers = await gateway.providers();
      // Answers may arrive out of order.
      if (turn === refreshes) store.dispatch({ type: "providers-changed", providers });
    } catch (error) {
      refusal(context, error);
    }
  }

  function announceChange(): void {
    void items.revision.set(crypto.randomUUID());
  }

  return {
    refresh,
    announceChange,

    async select(provider) {
      store.dispatch({ type: "provider-selected", provider });
      try {
        await gateway.selectProvider(provider);
        announceChange();
      } catch (error) {
        const refused = refusal(context, error);
        if (!refused) return;
        await refresh();
        store.dispatch({ type: "problem", error: refused });
      }
    },

    watch() {
      items.revision.watch((revision) => {
        if (revision) void refresh();
      });
    },
  };
}

/** What the components of this feature need of the page around them. */
interface ModelsPage {
  state: ReadonlySignal<ModelsState>;
  models: Pick<ModelActions, "select">;
}

export const [ModelsProvider, useModels] = requiredContext<ModelsPage>("models");
