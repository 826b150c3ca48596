import type { Gateway } from "../../shared/gateway/client.ts";
import { GatewayAway, GatewayError } from "../../shared/gateway/errors.ts";
import type { StoredSession } from "../../shared/gateway/session.ts";
import type { SessionItem } from "../../shared/storage/session-item.ts";
import type { ConversationStore } from "../conversation/conversation-store.ts";
import type { SettingsStore } from "./settings-store.ts";

/** What the options page works with. */
export interface Options {
  settings: SettingsStore;
  /** Moves to the gateway on another port. The session stays behind and ends: it was that gateway's. */
  changePort(port: number): Promise<void>;
}

export function createOptions(
  settings: SettingsStore,
  gateway: Pick<Gateway, "signOut">,
  items: { session: SessionItem<StoredSession>; clear(): Promise<void> },
  conversations: Pick<ConversationStore, "clear">,
): Options {
  return {
    settings,
    async changePort(port) {
      if (port === settings.current.value.port) return;
      if ((await items.session.get()) !== undefined) {
        // Cookies know no ports: whoever listens on the new one would be sent both halves of a living session.
        await gateway.signOut().catch((error: unknown) => {
          if (!(error instanceof GatewayAway || error instanceof GatewayError)) throw error;
        });
        await conversations.clear();
        await items.clear();
      }
      await settings.change({ port });
    },
  };
}
