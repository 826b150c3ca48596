import { browser } from "wxt/browser";
import type { KnownKey } from "../gateway/identity.ts";

const NAME = "gateway_public_key";

/** The public key of the person's gateway. It is no secret, and is kept until another one is trusted. */
export const knownGateway: KnownKey = {
  async get() {
    const stored = await browser.storage.local.get(NAME);
    return typeof stored[NAME] === "string" ? stored[NAME] : undefined;
  },
  set: (publicKey) => browser.storage.local.set({ [NAME]: publicKey }),
};
