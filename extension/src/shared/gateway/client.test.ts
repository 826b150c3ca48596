import { describe, expect, it } from "vitest";
import { type FakeIdentity, fakeIdentity } from "../../testing/fake-identity.ts";
import { answer, fakeLocks, json, provider, refusal, stream, wire } from "../../testing/fakes.ts";
import { createGateway } from "./client.ts";
import { GatewayAway, GatewayUnproven } from "./errors.ts";
import type { GenerationEvent } from "./types.ts";

interface Sent {
  call: string;
  token: string | null;
  keepalive: boolean;
  body: unknown;
  lastEventId: string | null;
}

type Reply = Response | Error | ((sent: Sent) => Response);

const IDENTITY = await fakeIdentity();
const SESSION = { created_at: "2026-11-22T08:00:00Z", expires_at: "2026-11-23T08:00:00Z" };

/** A gateway that gives these replies, in this order, and remembers what it was asked besides its health. */
function setUp(replies: Reply[], token?: string) {
  const sent: Sent[] = [];
  /** Who listens, and everything that was asked in order. */
  const port: { identity: FakeIdentity; health?: Reply | undefined } = { identity: IDENTITY };
  const all: string[] = [];
  const health = async (url: URL) => {
    if (port.health instanceof Error) throw port.health;
    if (port.health instanceof Response) return port.health;
    const identity = await port.identity.sign(url.searchParams.get("challenge") ?? "", "gateway");
    return json({ status: "ok", started_at: SESSION.created_at, identity });
  };
  const locks = fakeLocks();
  const stored = { token };
  const fetchFrom = async (input: RequestInfo | URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    const url = new URL(String(input));
    all.push(`${init.method} ${url.pathname}`);
    expect(init.credentials).toBe(url.pathname === "/health" ? "omit" : "include");
    expect(headers.get("X-Gatehouse-Extension")).toMatch(/^\d+\.\d+\.\d+; contract=\d+$/);
    if (url.pathname === "/health") return await health(url);
    const one: Sent = {
      call: `${init.method} ${String(input).replace("http://gateway", "")}`,
      token: headers.get("X-CSRF-Token"),
      keepalive: init.keepalive === true,
      body: init.body === undefined ? undefined : JSON.parse(String(init.body)),
      lastEventId: headers.get("Last-Event-ID"),
    };
    sent.push(one);
    const reply = replies.shift();
    if (!reply || reply instanceof Error) throw reply ?? new TypeError("Failed to fetch");
    return typeof reply === "function" ? reply(one) : reply;
  };
  const gateway = createGateway({
    address: () => "http://gateway",
    fetch: fetchFrom as typeof fetch,
    locks,
    identity: {
      known: { get: async () => IDENTITY.publicKey, set: async () => {} },
      askHost: async () => ({ name: "silent" }),
    },
    session: {
      get: async () => (stored.token === undefined ? undefined : { ...SESSION, csrf_token: stored.token }),
      set: async (fresh) => {
        stored.token = fresh.csrf_token;
      },
    },
  });
  return { gateway, sent, locks, stored, port, all, calls: () => sent.map(({ call }) => call) };
}

const begun = (token: string) => json({ ...SESSION, csrf_token: token, provider: "openai" }, 201);
const providers = () => json({ providers: [provider()] });
const KEY = { state: "valid", masked: "sk-…WXYZ", added_at: null, checked_at: null };

describe("the session", () => {
  it("begins with the first call, kept alive and under the lock", async () => {
    const { gateway, sent, locks, stored } = setUp([begun("one"), providers()]);
    await expect(gateway.providers()).resolves.toEqual([provider()]);
    expect(sent).toMatchObject([
      { call: "POST /session", token: null, keepalive: true },
      { call: "GET /providers", token: "one", keepalive: false },
    ]);
    expect(locks.held).toEqual(["gatehouse-session:exclusive"]);
    expect(stored.token).toBe("one");
  });

  it("is begun once when two calls need it at the same time", async () => {
    const { gateway, calls } = setUp([begun("one"), providers(), providers()]);
    await Promise.all([gateway.providers(), gateway.providers()]);
    expect(calls().filter((call) => call === "POST /session")).toHaveLength(1);
  });

  it.each([
    [
      "PUT /keys/openai",
      (gateway: ReturnType<typeof setUp>["gateway"]) => gateway.saveKey("openai", "k", false),
    ],
    ["POST /keys/openai/verify", (gateway) => gateway.verifyKey("openai")],
    ["DELETE /keys/openai", (gateway) => gateway.removeKey("openai")],
    ["PATCH /session", (gateway) => gateway.selectProvider("openai")],
    ["DELETE /session", (gateway) => gateway.signOut()],
  ] as [string, (gateway: ReturnType<typeof setUp>["gateway"]) => Promise<unknown>][])(
    "sends %s alone, and lets it outlive the page",
    async (call, send) => {
      const { gateway, sent, locks } = setUp([json(KEY)], "one");
      await send(gateway);
      expect(sent).toMatchObject([{ call, token: "one", keepalive: true }]);
      expect(locks.held).toEqual(["gatehouse-session:exclusive"]);
    },
  );

  it("changes one thing at a time", async () => {
    let running = 0;
    const busy = () => {
      running += 1;
      expect(running).toBe(1);
      queueMicrotask(() => {
        running -= 1;
      });
      return json(KEY);
    };
    const { gateway, calls } = setUp([busy, busy, busy], "one");
    await Promise.all(["a", "b", "c"].map((id) => gateway.saveKey(id, "k", false)));
    expect(calls()).toEqual(["PUT /keys/a", "PUT /keys/b", "PUT /keys/c"]);
  });

  it("repeats a call once that came with an older cookie, after the others have finished", async () => {
    const { gateway, calls, locks } = setUp([refusal("session_stale", 409), providers()], "one");
    await gateway.providers();
    expect(calls()).toEqual(["GET /providers", "GET /providers"]);
    expect(locks.held).toEqual(["gatehouse-session:shared"]);
  });

  it("repeats a stale change once, and no more", async () => {
    const stale = () => refusal("session_stale", 409);
    const { gateway, calls } = setUp([stale(), stale(), json(KEY)], "one");
    await expect(gateway.saveKey("openai", "k", false)).rejects.toMatchObject({
      body: { code: "session_stale" },
    });
    expect(calls()).toHaveLength(2);
  });

  it.each(["session_required", "csrf_failed"])(
    "begins anew after %s, and saves the key there",
    async (code) => {
      const { gateway, sent, stored } = setUp([refusal(code, 401), begun("two"), json(KEY)], "one");
      await expect(gateway.saveKey("openai", "k", true)).resolves.toEqual(KEY);
      expect(sent).toMatchObject([
        { call: "PUT /keys/openai", token: "one" },
        { call: "POST /session", token: null },
        {
          call: "PUT /keys/openai",
          token: "two",
          body: { api_key: "k", allow_unverified: true },
        },
      ]);
      expect(stored.token).toBe("two");
    },
  );

  it("uses the session that another page has begun meanwhile", async () => {
    const { gateway, sent, stored } = setUp(
      [
        () => {
          stored.token = "theirs";
          return refusal("session_required", 401);
        },
        providers(),
      ],
      "one",
    );
    await gateway.providers();
    expect(sent).toMatchObject([{ token: "one" }, { call: "GET /providers", token: "theirs" }]);
  });

  it("does not send a prompt into a session that has no keys", async () => {
    const { gateway, calls } = setUp([refusal("session_required", 401), begun("two")], "one");
    const events = gateway.generate({ prompt: "Hi", provider: "openai" }, new AbortController().signal);
    await expect(events.next()).rejects.toMatchObject({ body: { code: "session_required" } });
    expect(calls()).toEqual(["POST /generate", "POST /session"]);
  });

  it("ends quietly where there is none", async () => {
    await setUp([]).gateway.signOut();
    await setUp([refusal("session_required", 401)], "one").gateway.signOut();
  });
});

describe("generations", () => {
  it("start as streams that outlive us, and are picked up where they broke", async () => {
    const { gateway, sent } = setUp(
      [
        stream([wire(1, "start", { id: "gen_1" }), wire(2, "delta", { text: "Hel" })], "break"),
        stream([wire(3, "delta", { text: "lo" }), wire(4, "done", answer())]),
      ],
      "one",
    );
    const events: GenerationEvent[] = [];
    const { signal } = new AbortController();
    for await (const event of gateway.generate({ prompt: "Hi", provider: "openai" }, signal))
      events.push(event);
    expect(events.map(({ type }) => type)).toEqual(["start", "delta", "delta", "done"]);
    expect(sent).toMatchObject([
      { call: "POST /generate", body: { prompt: "Hi", provider: "openai", stream: true, detach: true } },
      { call: "GET /generations/gen_1/events", lastEventId: "2", token: "one" },
    ]);
  });

  it("are stopped by their id", async () => {
    const { gateway, calls } = setUp([json(answer({ status: "stopped" }))], "one");
    await expect(gateway.stopGeneration("gen_1")).resolves.toMatchObject({ status: "stopped" });
    expect(calls()).toEqual(["DELETE /generations/gen_1"]);
  });
});

describe("a gateway that is not there", () => {
  it("is told apart from one that refuses", async () => {
    await expect(setUp([]).gateway.providers()).rejects.toBeInstanceOf(GatewayAway);
    await expect(setUp([refusal("internal", 500)], "one").gateway.providers()).rejects.toMatchObject({
      body: { code: "internal" },
    });
  });

  it.each([
    ["nobody listens", new TypeError("Failed to fetch")],
    ["another program answers", json({ hello: "world" })],
    ["another program refuses", new Response("<h1>Not found</h1>", { status: 404 })],
  ])("is away when %s", async (_case, reply) => {
    const { gateway, port } = setUp([]);
    port.health = reply;
    await expect(gateway.health()).rejects.toBeInstanceOf(GatewayAway);
  });

  it("has to prove itself when it is back", async () => {
    const { gateway, port, calls } = setUp([new TypeError("Failed to fetch")], "one");
    await expect(gateway.providers()).rejects.toBeInstanceOf(GatewayAway);
    port.identity = await fakeIdentity();
    await expect(gateway.providers()).rejects.toBeInstanceOf(GatewayUnproven);
    expect(calls()).toEqual(["GET /providers"]);
  });

  it("survives an error without the contract's shape", async () => {
    const { gateway } = setUp([new Response("<h1>Oops</h1>", { status: 500 })], "one");
    await expect(gateway.providers()).rejects.toMatchObject({ body: { code: "internal" } });
  });
});

describe("a program that has not proved itself", () => {
  type Ask = (gateway: ReturnType<typeof setUp>["gateway"]) => Promise<unknown>;
  const prompt = { prompt: "Hi", provider: "openai" };
  const { signal } = new AbortController();
  const CALLS: [string, Ask][] = [
    ["the providers", (gateway) => gateway.providers()],
    ["a key", (gateway) => gateway.saveKey("openai", "k", false)],
    ["a prompt", (gateway) => gateway.generate(prompt, signal).next()],
    ["an answer", (gateway) => gateway.followGeneration("gen_1", signal).next()],
    ["the end of the session", (gateway) => gateway.signOut()],
  ];

  it.each(CALLS)("is sent nothing, in a session and without one: %s", async (_, ask) => {
    for (const token of ["one", undefined]) {
      const { gateway, port, sent } = setUp([], token);
      port.identity = await fakeIdentity();
      await ask(gateway).catch((error: unknown) => expect(error).toBeInstanceOf(GatewayUnproven));
      expect(sent).toEqual([]);
    }
  });

  it("is asked before a session begins and before a key is sent, not before every call", async () => {
    const { gateway, all } = setUp([begun("one"), providers(), providers(), json(KEY)]);
    await gateway.providers();
    await gateway.providers();
    await gateway.saveKey("openai", "k", false);
    expect(all).toEqual([
      "GET /health",
      "POST /session",
      "GET /providers",
      "GET /providers",
      "GET /health",
      "PUT /keys/openai",
    ]);
  });

  it("gets no key although the gateway was there a moment ago", async () => {
    const { gateway, port, calls } = setUp([providers()], "one");
    await gateway.providers();
    port.identity = await fakeIdentity();
    await expect(gateway.saveKey("openai", "k", false)).rejects.toBeInstanceOf(GatewayUnproven);
    expect(calls()).toEqual(["GET /providers"]);
  });

  it("does not take over the stream of an answer that broke off", async () => {
    const { gateway, port, calls } = setUp([stream([wire(1, "start", { id: "gen_1" })], "break")], "one");
    const events = gateway.generate(prompt, signal);
    await events.next();
    port.identity = await fakeIdentity();
    await expect(events.next()).rejects.toBeInstanceOf(GatewayUnproven);
    expect(calls()).toEqual(["POST /generate"]);
  });
});
