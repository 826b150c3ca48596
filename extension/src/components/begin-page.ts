import { effect } from "@preact/signals";
import { browser } from "wxt/browser";
import { gatewayAddress } from "../gateway/address.ts";
import { createGateway } from "../gateway/client.ts";
import { createStarter } from "../gateway/starter.ts";
import { words } from "../locales/index.ts";
import { insertIntoPage } from "../page/insert-into-page.ts";
import type { Context } from "../state/context.ts";
import { openSettings } from "../state/settings.ts";
import { createStore } from "../state/store.ts";
import { sessionStorageItems, sessionStore, sessionThreads } from "../storage/session-storage.ts";
import { settingsStorage } from "../storage/settings.ts";
import { applyTheme } from "./theme.ts";

/**
 * What every page of ours needs before it shows anything: the person's settings, the gateway they name, storage
 * and state. `isSeen` says whether a person would see an answer there now.
 */
export async function beginPage(isSeen: () => boolean): Promise<Context> {
  const settings = await openSettings(settingsStorage);
  const { current } = settings;
  effect(() => applyTheme(current.value.theme));

  const gateway = createGateway({
    address: () => gatewayAddress(current.value.port),
    fetch: (input, init) => fetch(input, init),
    session: sessionStore,
    locks: navigator.locks,
    system: async () => {
      const { replyLanguage } = current.value;
      await settings.spoken;
      return replyLanguage === "auto" ? null : words.actions.replyIn(words.languageName(replyLanguage));
    },
  });
  return {
    gateway,
    starter: createStarter(browser),
    store: createStore(),
    items: sessionStorageItems,
    settings,
    locks: navigator.locks,
    insertIntoPage,
    threads: sessionThreads,
    pageId: crypto.randomUUID(),
    pageUrl: location.href,
    isSeen,
    reloadPage: () => location.reload(),
  };
}
