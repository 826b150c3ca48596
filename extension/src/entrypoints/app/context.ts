import type { ConversationStore } from "../../features/conversation/conversation-store.ts";
import type { SettingsStore } from "../../features/options/settings-store.ts";
import type { Gateway } from "../../shared/gateway/client.ts";
import type { Locks } from "../../shared/gateway/session.ts";
import type { Starter } from "../../shared/gateway/starter.ts";
import type { Store } from "../../shared/ui/store.ts";
import type { SessionItems } from "./session-storage.ts";
import type { Action, State } from "./state.ts";

/** What the actions of all features work with. Each feature declares the part that it needs. */
export interface Context {
  gateway: Gateway;
  starter: Starter;
  store: Store<State, Action>;
  items: SessionItems;
  conversations: ConversationStore;
  settings: SettingsStore;
  locks: Locks;
  /** Tells this page's changes to the shared storage from those of other pages. */
  pageId: string;
  pageUrl: string;
  /** Whether a person can see this page at the moment. */
  isSeen(): boolean;
  reloadPage(): void;
}
