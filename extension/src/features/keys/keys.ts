import { type Context, refusal } from "../../entrypoints/app/context.ts";
import type { ErrorBody } from "../../shared/gateway/types.ts";

/** The actions answer with the gateway's refusal, which is shown beside the key it is about. */
export interface KeyActions {
  /** Where there is no gateway, nothing is refused and nothing saved. */
  save(provider: string, apiKey: string, allowUnverified: boolean): Promise<ErrorBody | "away" | null>;
  verify(provider: string): Promise<ErrorBody | null>;
  remove(provider: string): Promise<ErrorBody | null>;
  select(provider: string): Promise<void>;
  watch(): void;
}

export function createKeys(context: Context): KeyActions {
  const { gateway, store, items } = context;
  let refreshes = 0;

  /** Every page looks again, this one as well: two may have changed something at the same time. */
  function tellAllPages(): void {
    void items.revision.set(crypto.randomUUID());
  }

  async function refused(work: () => Promise<unknown>): Promise<ErrorBody | null> {
    try {
      await work();
      tellAllPages();
      return null;
    } catch (error) {
      return refusal(context, error);
    }
  }

  async function refresh(): Promise<void> {
    refreshes += 1;
    const turn = refreshes;
    try {
      const providers = await gateway.providers();
      // An older look may come back later.
      if (turn === refreshes) store.dispatch({ type: "providers-changed", providers });
    } catch (error) {
      refusal(context, error);
    }
  }

  return {
    async save(provider, apiKey, allowUnverified) {
      let saved = false;
      const error = await refused(async () => {
        const key = await gateway.saveKey(provider, apiKey, allowUnverified);
        store.dispatch({ type: "key-changed", provider, key });
        saved = true;
      });
      return error ?? (saved ? null : "away");
    },

    async verify(provider) {
      const error = await refused(async () => {
        const key = await gateway.verifyKey(provider);
        store.dispatch({ type: "key-changed", provider, key });
      });
      // A refusal may have changed the key's state as well.
      if (error) await refresh();
      return error;
    },

    remove: (provider) => refused(() => gateway.removeKey(provider)),

    async select(provider) {
      store.dispatch({ type: "provider-selected", provider });
      const error = await refused(() => gateway.selectProvider(provider));
      if (!error) return;
      await refresh();
      store.dispatch({ type: "problem", error });
    },

    watch() {
      items.revision.watch((revision) => {
        if (revision) void refresh();
      });
    },
  };
}
