// @vitest-environment jsdom
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Gateway } from "../../shared/gateway/client.ts";
import { errorBody, GatewayAway, GatewayError, GatewayUnproven } from "../../shared/gateway/errors.ts";
import { fakeContext } from "../../testing/fake-context.ts";
import { conversation, provider } from "../../testing/fakes.ts";
import { createConnection, whyEnded } from "./connection.ts";

const SESSION = {
  csrf_token: "token",
  created_at: "2026-11-22T08:00:00Z",
  expires_at: "2026-11-23T08:00:00Z",
};

describe("why a session ended", () => {
  it.each([
    ["the gateway started after it began", "2026-11-22T09:00:00Z", "2026-11-22T09:01:00Z", "restarted"],
    ["nobody used it", "2026-11-22T07:00:00Z", "2026-11-22T20:00:00Z", "idle"],
    ["its day was over", "2026-11-22T07:00:00Z", "2026-11-23T08:00:00Z", "lifetime"],
  ])("is told apart: %s", (_, gatewayStartedAt, now, why) => {
    expect(whyEnded(SESSION, gatewayStartedAt, Date.parse(now))).toBe(why);
  });
});

/** A page that follows an answer, with a gateway that is well but for `parts`. */
function setUp(parts: Partial<Gateway> = {}) {
  const health = { status: "ok" as const, started_at: "2026-11-22T07:00:00Z" };
  const gateway = { health: async () => health, providers: async () => [provider()], ...parts };
  const context = fakeContext(gateway);
  const running = conversation([null]);
  context.store.dispatch({ type: "loaded", providers: [provider()], conversation: running });
  const happened: string[] = [];
  const connection = createConnection(context, {
    load: async () => (providers) => {
      context.store.dispatch({ type: "loaded", providers, conversation: running });
      happened.push("follow");
    },
    unfollow: () => void happened.push("let go"),
    needsLoading: () => false,
    clear: async () => {},
  });
  return { ...context, connection, happened };
}

describe("the first look", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("comes though loading broke", async () => {
    vi.useFakeTimers();
    const { connection, store } = setUp({
      // As from another program on our port.
      providers: async () => {
        throw new TypeError("no list");
      },
      health: async () => {
        throw new GatewayAway();
      },
    });
    const broken = expect(connection.load()).rejects.toThrow("no list");
    connection.watch();
    await broken;
    await vi.advanceTimersByTimeAsync(100);
    expect(store.state.value.view.name).toBe("gateway-away");
  });

  it("comes though loading has no end", async () => {
    vi.useFakeTimers();
    const { connection, store } = setUp({
      providers: () => new Promise(() => {}),
      health: async () => {
        throw new GatewayAway();
      },
    });
    void connection.load();
    connection.watch();
    await vi.advanceTimersByTimeAsync(600);
    expect(store.state.value.view.name).toBe("gateway-away");
  });
});

describe("what is followed", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is taken up from its start where the view was another meanwhile", async () => {
    const { connection, happened, store } = setUp();
    await connection.load();
    expect(happened).toEqual(["follow"]);
    // Any call may have found the gateway gone.
    store.dispatch({ type: "gateway-away" });
    await connection.load();
    expect(happened).toEqual(["follow", "let go", "follow"]);
  });

  it.each([
    ["goes on though the session is refused", new GatewayError(errorBody({ code: "session_stale" })), []],
    ["ends with the gateway", new GatewayAway(), ["let go"]],
  ])("%s", async (_, error, expected) => {
    vi.useFakeTimers();
    const { connection, happened, items } = setUp({
      session: async () => {
        happened.push("asked");
        throw error;
      },
    });
    await items.session.set(SESSION);
    connection.watch();
    // Every sixth look, which come every five seconds.
    await vi.advanceTimersByTimeAsync(26_000);
    expect(happened).toEqual(["asked", ...expected]);
  });
});

describe("a program on the gateway's port", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("has a view of its own, which ends when the gateway itself answers", async () => {
    vi.useFakeTimers();
    let impostor = true;
    const { connection, store, happened } = setUp({
      health: async () => {
        if (impostor) throw new GatewayUnproven({ why: "no-proof" });
        return { status: "ok", started_at: "2026-11-22T07:00:00Z" };
      },
    });
    connection.watch();
    await vi.advanceTimersByTimeAsync(600);
    expect(store.state.value).toMatchObject({
      view: { name: "gateway-unproven" },
      unproven: { why: "no-proof" },
    });
    expect(happened).toEqual(["let go"]);
    impostor = false;
    await vi.advanceTimersByTimeAsync(2_000);
    expect(store.state.value.view.name).not.toBe("gateway-unproven");
  });

  it("is connected to once the person trusts its identity", async () => {
    const trusted: string[] = [];
    const { connection, happened } = setUp({ trust: async (publicKey) => void trusted.push(publicKey) });
    await connection.trust("key");
    expect([trusted, happened]).toEqual([["key"], ["follow"]]);
  });
});
