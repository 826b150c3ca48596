import { effect } from "@preact/signals";
import { browser } from "wxt/browser";
import { settingsStorage } from "../../features/options/settings.ts";
import { openSettings } from "../../features/options/settings-store.ts";
import { gatewayAddress } from "../../shared/gateway/address.ts";
import { createGateway } from "../../shared/gateway/client.ts";
import { createStarter } from "../../shared/gateway/starter.ts";
import { strings } from "../../shared/locales/index.ts";
import { knownGateway } from "../../shared/storage/known-gateway.ts";
import { createStore } from "../../shared/ui/store.ts";
import { applyTheme } from "../../shared/ui/theme.ts";
import type { Context } from "./context.ts";
import { reduce } from "./reducer.ts";
import { sessionConversations, sessionItems, sessionStore } from "./session-storage.ts";
import { INITIAL_STATE } from "./state.ts";

/**
 * What every page needs before it shows anything: the person's settings, the gateway, storage and state. `isSeen`
 * says whether a person would see an answer on this page now.
 */
export async function beginPage(isSeen: () => boolean): Promise<Context> {
  const settings = await openSettings(settingsStorage);
  const { current } = settings;
  effect(() => applyTheme(current.value.theme));

  const starter = createStarter(browser, async ({ publicKey, proof }) => {
    await knownGateway.set(publicKey);
    await sessionItems.proof.set(proof);
  });
  const gateway = createGateway({
    address: () => gatewayAddress(current.value.port),
    fetch: (input, init) => fetch(input, init),
    session: sessionStore,
    locks: navigator.locks,
    identity: { known: knownGateway, askHost: starter.identify },
    system: async () => {
      const { replyLanguage } = current.value;
      await settings.languageLoaded;
      return replyLanguage === "auto" ? null : strings.actions.replyIn(strings.languageName(replyLanguage));
    },
  });
  return {
    gateway,
    starter,
    store: createStore(reduce, INITIAL_STATE),
    items: sessionItems,
    settings,
    locks: navigator.locks,
    conversations: sessionConversations,
    pageId: crypto.randomUUID(),
    pageUrl: location.href,
    isSeen,
    reloadPage: () => location.reload(),
  };
}
