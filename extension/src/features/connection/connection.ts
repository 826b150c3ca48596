import { type Context, refusal } from "../../entrypoints/app/context.ts";
import type { SessionEnd } from "../../entrypoints/app/state.ts";
import type { StoredSession } from "../../shared/gateway/session.ts";
import type { ConversationActions } from "../conversation/conversations.ts";
import type { GenerationActions } from "../conversation/generations.ts";

export interface ConnectionActions {
  /** Asks the gateway; what it answers is shown when `ready`, whatever that is, is there as well. */
  load(ready?: Promise<void>): Promise<void>;
  /** Uses the session, so that it does not end for want of use. */
  keepAlive(): Promise<void>;
  signOut(): Promise<void>;
  watch(): void;
}

const LOOK_WHILE_AWAY_MS = 2_000;
const LOOK_WHILE_THERE_MS = 5_000;
/** For what a page loads as it opens, before the first look. */
const HEAD_START_MS = 500;
/** Every so many looks the session's end is asked for. */
const LOOKS_PER_HEARING = 6;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Why a session is over that the person did not end. */
export function whyEnded(session: StoredSession, gatewayStartedAt: string, now: number): SessionEnd {
  if (Date.parse(gatewayStartedAt) > Date.parse(session.created_at)) return "restarted";
  return now >= Date.parse(session.expires_at) ? "lifetime" : "idle";
}

/** Whether the gateway is there, and what it holds of this session. */
export function createConnection(
  context: Context,
  generations: Pick<GenerationActions, "letGo">,
  conversations: Pick<ConversationActions, "current" | "refresh">,
): ConnectionActions {
  const { gateway, store, items, settings } = context;
  const { dispatch, state } = store;
  let loading: Promise<void> | null = null;
  /** Tells a gateway from its successor: after a restart every session is gone. */
  let startedAt: string | null = null;
  let looks = 0;

  async function loadOnce(ready?: Promise<void>): Promise<void> {
    // What arrived while nobody could see it is missing: it is followed from its start again.
    if (state.value.view.name === "gateway-away") generations.letGo();
    try {
      const before = state.value.conversation;
      const [providers, conversation] = await Promise.all([
        gateway.providers(),
        conversations.current(),
        ready,
      ]);
      // What was asked here meanwhile is newer than what was found.
      if (state.value.conversation !== before) dispatch({ type: "providers-changed", providers });
      else dispatch({ type: "loaded", providers, conversation });
      // What came into the history while this was loading, and what runs.
      void conversations.refresh();
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

  /** Another gateway is asked from now on. */
  async function startOver(): Promise<void> {
    generations.letGo();
    startedAt = null;
    // What is being loaded comes from the gateway before.
    await loading;
    await load();
  }

  async function hear(): Promise<void> {
    if ((await items.session.get()) === undefined) return;
    dispatch({ type: "session-heard", session: await gateway.session() });
  }

  async function sayWhy(session: StoredSession): Promise<void> {
    try {
      const { started_at } = await gateway.health();
      dispatch({ type: "session-ended", why: whyEnded(session, started_at, Date.now()) });
      await load();
    } catch (error) {
      refusal(context, error);
    }
  }

  /** Asked for by a page that closed before it heard the name: the gateway's list tells it. */
  function isUnnamed(): boolean {
    const { view } = state.value;
    return view.name === "generating" && view.generation.answer.id === "";
  }

  async function look(): Promise<void> {
    try {
      const health = await gateway.health();
      const restarted = startedAt !== null && health.started_at !== startedAt;
      startedAt = health.started_at;
      if (restarted || state.value.view.name === "gateway-away" || isUnnamed()) await load();
      else if (++looks % LOOKS_PER_HEARING === 0) await hear();
    } catch (error) {
      // A refusal does not end what is followed.
      if (refusal(context, error) === null) generations.letGo();
    }
  }

  async function lookForever(): Promise<never> {
    // What is loading is shown first: the person waits for it. But a gateway that says nothing is looked at.
    await Promise.race([loading?.catch(() => {}).then(() => pause(0)), pause(HEAD_START_MS)]);
    while (true) {
      // Nobody sees a hidden panel.
      if (document.visibilityState === "visible") await look();
      const away = state.value.view.name === "gateway-away";
      await pause(away ? LOOK_WHILE_AWAY_MS : LOOK_WHILE_THERE_MS);
    }
  }

  return {
    load,

    async keepAlive() {
      await load();
      await hear().catch((error: unknown) => refusal(context, error));
    },

    async signOut() {
      generations.letGo();
      try {
        await gateway.signOut();
      } catch (error) {
        const refused = refusal(context, error);
        if (refused) dispatch({ type: "problem", error: refused });
      } finally {
        // Without its second half the cookie opens nothing, whatever the gateway answered.
        await context.conversations.clear();
        await items.clear();
      }
    },

    watch() {
      void lookForever();
      let { port } = settings.current.value;
      settings.current.subscribe((changed) => {
        if (changed.port === port) return;
        port = changed.port;
        void startOver();
      });
      items.session.watch((session, before) => {
        if (session === undefined) {
          generations.letGo();
          dispatch({ type: "signed-out" });
        } else if (before !== undefined) {
          // The session was over, and this or another page has begun a new one.
          generations.letGo();
          void sayWhy(before);
        }
      });
    },
  };
}
