import { effect } from "@preact/signals";
import { gatewayAddress } from "../gateway/address.ts";
import { createGateway, type Gateway } from "../gateway/client.ts";
import { words } from "../locales/index.ts";
import { openSettings, type SettingsStore } from "../state/settings.ts";
import { sessionStore } from "../storage/session-storage.ts";
import { settingsStorage } from "../storage/settings.ts";
import { applyTheme } from "./theme.ts";

/** What every page of ours needs before it shows anything: the person's settings, and the gateway they name. */
export async function beginPage(): Promise<{ settings: SettingsStore; gateway: Gateway }> {
  const settings = await openSettings(settingsStorage);
  const { current } = settings;
  effect(() => applyTheme(current.value.theme));

  const gateway = createGateway({
    address: () => gatewayAddress(current.value.port),
    fetch: (input, init) => fetch(input, init),
    session: sessionStore,
    locks: navigator.locks,
    system: () => {
      const { replyLanguage } = current.value;
      return replyLanguage === "auto" ? null : words.actions.replyIn(words.languageName(replyLanguage));
    },
  });
  return { settings, gateway };
}
