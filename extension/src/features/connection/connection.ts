import type { ReadonlySignal } from "@preact/signals";
import type { Gateway } from "../../shared/gateway/client.ts";
import { refusal } from "../../shared/gateway/refusal.ts";
import type { StoredSession } from "../../shared/gateway/session.ts";
import type { Provider } from "../../shared/gateway/types.ts";
import type { SessionItem } from "../../shared/storage/session-item.ts";
import type { Store } from "../../shared/ui/store.ts";
import { isLost, type PageAction, type PageState, type SessionEnd } from "./state.ts";

export interface ConnectionActions {
  /** Asks the gateway for everything that the page shows. It is shown once `ready` has been settled, too. */
  load(ready?: Promise<void>): Promise<void>;
  /** Uses the session, so that it does not end because it is idle. */
  keepAlive(): Promise<void>;
  /** Believes the gateway that has this public key, and connects to it. */
  trust(publicKey: string): Promise<void>;
  signOut(): Promise<void>;
  watch(): void;
}

/** What a page shows besides the state of its connection. */
export interface PageContent {
  /** Loads the content. Resolves with a function that shows it, together with the providers. */
  load(): Promise<(providers: Provider[]) => void>;
  /** Stops listening to whatever is followed. */
  unfollow(): void;
  /** Whether it waits for something that only another `load` can bring. */
  needsLoading(): boolean;
  /** Forgets what belongs to the session. */
  clear(): Promise<void>;
}

interface ConnectionContext {
  gateway: Pick<Gateway, "health" | "trust" | "session" | "providers" | "signOut">;
  store: Store<PageState, PageAction>;
  items: { session: SessionItem<StoredSession>; clear(): Promise<void> };
  settings: { current: ReadonlySignal<{ port: number }> };
}

const CHECK_WHILE_AWAY_MS = 2_000;
const CHECK_WHILE_THERE_MS = 5_000;
/** Time for what a page loads when it opens, before the first check. */
const HEAD_START_MS = 500;
/** The end of the session is asked for with every sixth check. */
const CHECKS_PER_SESSION_CALL = 6;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Why a session is over that the person did not end. */
export function whyEnded(session: StoredSession, gatewayStartedAt: string, now: number): SessionEnd {
  if (Date.parse(gatewayStartedAt) > Date.parse(session.created_at)) return "restarted";
  return now >= Date.parse(session.expires_at) ? "lifetime" : "idle";
}

/** Finds out whether the gateway is there, and whether the session still is. */
export function createConnection(context: ConnectionContext, content: PageContent): ConnectionActions {
  const { gateway, store, items, settings } = context;
  const { dispatch, state } = store;
  let loading: Promise<void> | null = null;
  /** Changes when the gateway is restarted, which ends every session. */
  let startedAt: string | null = null;
  let checks = 0;

  async function loadOnce(ready?: Promise<void>): Promise<void> {
    // Events that arrived while the gateway seemed to be away were dropped: follow from the start again.
    if (isLost(state.value)) content.unfollow();
    try {
      const [providers, show] = await Promise.all([gateway.providers(), content.load(), ready]);
      show(providers);
    } catch (error) {
      const refused = refusal(context, error);
      if (refused) dispatch({ type: "problem", error: refused });
    }
  }

  async function load(ready?: Promise<void>): Promise<void> {
    loading ??= loadOnce(ready).finally(() => {
      loading = null;
    });
    await loading;
  }

  /** Connects to another gateway. */
  async function startOver(): Promise<void> {
    content.unfollow();
    startedAt = null;
    // What is being loaded comes from the previous gateway.
    await loading;
    await load();
  }

  async function readSession(): Promise<void> {
    if ((await items.session.get()) === undefined) return;
    dispatch({ type: "session-read", session: await gateway.session() });
  }

  async function explainEnd(session: StoredSession): Promise<void> {
    try {
      const { started_at } = await gateway.health();
      dispatch({ type: "session-ended", why: whyEnded(session, started_at, Date.now()) });
      await load();
    } catch (error) {
      refusal(context, error);
    }
  }

  async function check(): Promise<void> {
    try {
      const health = await gateway.health();
      const restarted = startedAt !== null && health.started_at !== startedAt;
      startedAt = health.started_at;
      const away = isLost(state.value);
      if (restarted || away || content.needsLoading()) await load();
      else if (++checks % CHECKS_PER_SESSION_CALL === 0) await readSession();
    } catch (error) {
      // A refusal is an answer: what is followed goes on.
      if (refusal(context, error) === null) content.unfollow();
    }
  }

  async function checkForever(): Promise<never> {
    // Loading comes first, because the person waits for it. A gateway that hangs is checked all the same.
    await Promise.race([loading?.catch(() => {}).then(() => pause(0)), pause(HEAD_START_MS)]);
    while (true) {
      if (document.visibilityState === "visible") await check();
      const away = isLost(state.value);
      await pause(away ? CHECK_WHILE_AWAY_MS : CHECK_WHILE_THERE_MS);
    }
  }

  return {
    load,

    async keepAlive() {
      await load();
      await readSession().catch((error: unknown) => refusal(context, error));
    },

    async trust(publicKey) {
      await gateway.trust(publicKey);
      await load();
    },

    async signOut() {
      content.unfollow();
      try {
        await gateway.signOut();
      } catch (error) {
        const refused = refusal(context, error);
        if (refused) dispatch({ type: "problem", error: refused });
      } finally {
        // Without the CSRF token the cookie opens nothing, whatever the gateway answered.
        await content.clear();
        await items.clear();
      }
    },

    watch() {
      void checkForever();
      let { port } = settings.current.value;
      settings.current.subscribe((changed) => {
        if (changed.port === port) return;
        port = changed.port;
        void startOver();
      });
      items.session.watch((session, before) => {
        if (session === undefined) {
          content.unfollow();
          dispatch({ type: "signed-out" });
        } else if (before !== undefined) {
          // The session was over, and this page or another one has begun a new one.
          content.unfollow();
          void explainEnd(before);
        }
      });
    },
  };
}
