import type { Gateway } from "../../shared/gateway/client.ts";
import { type FailureAction, refusal } from "../../shared/gateway/refusal.ts";
import type { ErrorBody, KeyInfo } from "../../shared/gateway/types.ts";
import { requiredContext } from "../../shared/ui/required-context.ts";
import type { ModelActions } from "../models/models.ts";

/** Each resolves with the gateway's refusal, which is shown beside the key. */
export interface KeyActions {
  /** Where the gateway did not answer, nothing was refused and nothing was saved. */
  save(provider: string, apiKey: string, allowUnverified: boolean): Promise<ErrorBody | "away" | null>;
  verify(provider: string): Promise<ErrorBody | null>;
  remove(provider: string): Promise<ErrorBody | null>;
}

export type KeyAction = { type: "key-changed"; provider: string; key: KeyInfo };

interface KeysContext {
  gateway: Pick<Gateway, "saveKey" | "verifyKey" | "removeKey">;
  store: { dispatch(action: KeyAction | FailureAction): void };
}

export function createKeys(
  context: KeysContext,
  models: Pick<ModelActions, "refresh" | "announceChange">,
): KeyActions {
  const { gateway, store } = context;

  async function refused(work: () => Promise<unknown>): Promise<ErrorBody | null> {
    try {
      await work();
      models.announceChange();
      return null;
    } catch (error) {
      return refusal(context, error);
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
      // The refusal may have changed the state of the key, too.
      if (error) await models.refresh();
      return error;
    },

    remove: (provider) => refused(() => gateway.removeKey(provider)),
  };
}

export const [KeysProvider, useKeys] = requiredContext<KeyActions>("keys");
