import type { ConversationStore } from "../../features/conversation/conversation-store.ts";
import type { SettingsStore } from "../../features/options/settings-store.ts";
import type { Field, InsertMode, InsertOutcome } from "../../features/page/fields.ts";
import type { Gateway } from "../../shared/gateway/client.ts";
import { GatewayAway, GatewayError } from "../../shared/gateway/errors.ts";
import type { Locks } from "../../shared/gateway/session.ts";
import type { Starter } from "../../shared/gateway/starter.ts";
import type { ErrorBody } from "../../shared/gateway/types.ts";
import type { Store } from "../../shared/ui/store.ts";
import type { SessionItems } from "./session-storage.ts";

/** What every action works with. */
export interface Context {
  gateway: Gateway;
  starter: Starter;
  store: Store;
  items: SessionItems;
  conversations: ConversationStore;
  settings: SettingsStore;
  locks: Locks;
  insertIntoPage(field: Field, text: string, mode: InsertMode): Promise<InsertOutcome>;
  /** Tells this page's writing in the shared storage from another page's. */
  pageId: string;
  /** Tells popup, panel and tab from each other. */
  pageUrl: string;
  /** Whether a person can see this page at the moment. */
  isSeen(): boolean;
  reloadPage(): void;
}

/**
 * Turns a failed call into what the person sees. Returns the gateway's refusal for the caller to place;
 * an absent gateway has a view of its own.
 */
export function refusal({ store }: Context, error: unknown): ErrorBody | null {
  if (error instanceof GatewayError) return error.body;
  if (error instanceof GatewayAway) {
    store.dispatch({ type: "gateway-away" });
    return null;
  }
  throw error;
}
