import { hasCode } from "./errors.ts";
import type { ProvenHttp } from "./proven-http.ts";
import type { Session } from "./types.ts";

/** The client's half of the session, and the dates that later tell why it ended. */
export type StoredSession = Pick<Session, "csrf_token" | "created_at" | "expires_at">;

/** Where it is stored while no popup is open. */
export interface SessionStore {
  get(): Promise<StoredSession | undefined>;
  set(session: StoredSession): Promise<void>;
}

export type Locks = Pick<LockManager, "request">;

export interface SessionCalls {
  /**
   * A call that does not change the session. Where the session is over, a new one is begun, which replaces the
   * stored token. The call is repeated in it only where that makes sense without keys.
   */
  use<T>(send: (token: string) => Promise<T>, options?: { repeatInNewSession: boolean }): Promise<T>;
  /** A call whose response has a new cookie. They run one at a time, across all pages. */
  change<T>(send: (token: string) => Promise<T>): Promise<T>;
  /** Ends the session, if there is one. */
  end(send: (token: string) => Promise<unknown>): Promise<void>;
}

const LOCK = "gatehouse-session";

/** Whether the session is over: it ended, or its two halves no longer match. */
function isOver(error: unknown): boolean {
  return hasCode(error, "session_required", "csrf_failed");
}

export function createSession(http: ProvenHttp, stored: SessionStore, locks: Locks): SessionCalls {
  /** Needs the exclusive lock. `used` is a token that is no longer valid. */
  async function begin(used?: string): Promise<string> {
    const current = await stored.get();
    // Another page has begun a session meanwhile.
    if (current !== undefined && current.csrf_token !== used) return current.csrf_token;
    await http.prove();
    const { csrf_token, created_at, expires_at } = await http.json<Session>({
      method: "POST",
      path: "/session",
      keepalive: true,
    });
    await stored.set({ csrf_token, created_at, expires_at });
    return csrf_token;
  }

  async function exclusively<T>(work: () => Promise<T>): Promise<T> {
    return await locks.request(LOCK, { mode: "exclusive" }, work);
  }

  /** Waits until no page is changing the session, so that the newest cookie has arrived. */
  async function afterChanges<T>(work: () => Promise<T>): Promise<T> {
    return await locks.request(LOCK, { mode: "shared" }, work);
  }

  async function token(): Promise<string> {
    return (await stored.get())?.csrf_token ?? (await exclusively(() => begin()));
  }

  return {
    async use(send, { repeatInNewSession } = { repeatInNewSession: true }) {
      const used = await token();
      const repeatIfStale = (error: unknown) => {
        if (!hasCode(error, "session_stale")) throw error;
        return afterChanges(() => send(used));
      };
      try {
        return await send(used).catch(repeatIfStale);
      } catch (error) {
        if (!isOver(error)) throw error;
        const fresh = await exclusively(() => begin(used));
        if (!repeatInNewSession) throw error;
        return await send(fresh);
      }
    },

    async change(send) {
      return await exclusively(async () => {
        const used = await begin();
        const repeatIfStale = (error: unknown) => {
          if (!hasCode(error, "session_stale")) throw error;
          return send(used);
        };
        try {
          return await send(used).catch(repeatIfStale);
        } catch (error) {
          if (!isOver(error)) throw error;
          const fresh = await begin(used);
          return await send(fresh);
        }
      });
    },

    async end(send) {
      await exclusively(async () => {
        const used = (await stored.get())?.csrf_token;
        if (used === undefined) return;
        try {
          await send(used).catch((error: unknown) => {
            if (!hasCode(error, "session_stale")) throw error;
            return send(used);
          });
        } catch (error) {
          if (!isOver(error)) throw error;
        }
      });
    },
  };
}
