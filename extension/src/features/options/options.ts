import type { Gateway } from "../../shared/gateway/client.ts";
import { GatewayError } from "../../shared/gateway/errors.ts";
import { lostGateway } from "../../shared/gateway/refusal.ts";
import type { StoredSession } from "../../shared/gateway/session.ts";
import type { SessionItem } from "../../shared/storage/session-item.ts";
import type { ConversationStore } from "../conversation/conversation-store.ts";
import type { SettingsStore } from "./settings-store.ts";

/** What the options page works with. */
export interface Options {
  settings: SettingsStore;
  /** Switches to the gateway on another port. The session belongs to the previous gateway, and ends. */
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
        // Cookies are not bound to a port: the new port would receive both halves of a session that is still valid.
        await gateway.signOut().catch((error: unknown) => {
          if (!(error instanceof GatewayError || lostGateway(error))) throw error;
        });
        await conversations.clear();
        await items.clear();
      }
      await settings.change({ port });
    },
  };
}
