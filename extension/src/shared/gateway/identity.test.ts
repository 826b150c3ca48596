import { describe, expect, it, vi } from "vitest";
import { type FakeIdentity, fakeIdentity } from "../../testing/fake-identity.ts";
import { json } from "../../testing/fakes.ts";
import { GatewayAway, GatewayUnproven } from "./errors.ts";
import { createHttp } from "./http.ts";
import { createIdentity, fingerprint } from "./identity.ts";
import type { HostAnswer } from "./starter.ts";

const HOST = "127.0.0.1:8765";
const HEALTH = { status: "ok", started_at: "2026-11-22T08:00:00Z" };

const ours = await fakeIdentity();
const theirs = await fakeIdentity();

const SILENT: HostAnswer = { name: "silent" };
const OURS_NAMED: HostAnswer = { name: "named", publicKey: ours.publicKey };

type Signs = (challenge: string) => unknown;
const signedBy =
  (identity: FakeIdentity, host = HOST): Signs =>
  (challenge) =>
    identity.sign(challenge, host);

/** A browser that knows this key, and a program on the port that answers with this identity. */
function setUp(identity: Signs, known?: string, answer: HostAnswer = SILENT) {
  const stored = { known };
  const asked: Request[] = [];
  const program = { identity };
  const askHost = vi.fn(async () => answer);
  const address = () => `http://${HOST}`;
  const http = createHttp(address, async (input, init) => {
    const request = new Request(input, init);
    asked.push(request);
    const challenge = new URL(request.url).searchParams.get("challenge") ?? "";
    return json({ ...HEALTH, identity: await program.identity(challenge) });
  });
  const prove = createIdentity(http, address, {
    known: {
      get: async () => stored.known,
      set: async (key) => {
        stored.known = key;
      },
    },
    askHost,
  });
  return { prove, stored, asked, program, askHost };
}

const unproven = (why: string) => expect.objectContaining({ unproven: expect.objectContaining({ why }) });

describe("the gateway's identity", () => {
  it("is asked for with 32 fresh random bytes, and without cookies", async () => {
    const { prove, asked } = setUp(signedBy(ours));
    await prove();
    await prove();
    const challenges = asked.map(({ url }) => new URL(url).searchParams.get("challenge"));
    for (const challenge of challenges) expect(challenge).toMatch(/^[\w-]{43}$/);
    expect(challenges[0]).not.toBe(challenges[1]);
    expect(asked.map(({ credentials }) => credentials)).toEqual(["omit", "omit"]);
  });

  it("is remembered at the first meeting, and recognised afterwards", async () => {
    const { prove, stored } = setUp(signedBy(ours));
    await expect(prove()).resolves.toMatchObject(HEALTH);
    expect(stored.known).toBe(ours.publicKey);
    await expect(prove()).resolves.toMatchObject(HEALTH);
  });

  it.each<[string, Signs]>([
    ["is absent", () => undefined],
    ["is null", () => null],
    ["is a word", () => "trust me"],
    ["has no signature", () => ({ public_key: ours.publicKey })],
    ["has no key", async (challenge) => ({ ...(await ours.sign(challenge, HOST)), public_key: null })],
    ["is not base64", () => ({ public_key: "§§", signature: "§§" })],
    ["has a key of another kind", () => ({ public_key: btoa("key"), signature: btoa("signature") })],
    ["has an empty signature", () => ({ public_key: ours.publicKey, signature: "" })],
    ["signs another challenge", () => ours.sign("A".repeat(43), HOST)],
    ["signs for another purpose", (challenge) => ours.sign(challenge, HOST, "gatehouse-identity-v2")],
    [
      "has our key and another's signature",
      async (challenge) => ({ ...(await theirs.sign(challenge, HOST)), public_key: ours.publicKey }),
    ],
    ["was passed on from a gateway at another port", signedBy(ours, "127.0.0.1:8775")],
    ["was passed on from a gateway at another address", signedBy(ours, "127.0.0.2:8765")],
  ])("is not proved where it %s", async (_, identity) => {
    for (const known of [undefined, ours.publicKey]) {
      const { prove, stored } = setUp(identity, known);
      await expect(prove()).rejects.toBeInstanceOf(GatewayUnproven);
      await expect(prove()).rejects.toEqual(unproven("no-proof"));
      expect(stored.known).toBe(known);
    }
  });

  it("is another one where another key signs, and both are named", async () => {
    const { prove, stored } = setUp(signedBy(theirs), ours.publicKey);
    await expect(prove()).rejects.toMatchObject({
      unproven: {
        why: "other-identity",
        publicKey: theirs.publicKey,
        found: await fingerprint(theirs.publicKey),
        known: await fingerprint(ours.publicKey),
      },
    });
    expect(stored.known).toBe(ours.publicKey);
  });

  it("has a short fingerprint that tells two keys apart", async () => {
    expect(await fingerprint(ours.publicKey)).toMatch(/^[0-9a-f]{4}(\u00A0[0-9a-f]{4}){3}$/);
    expect(await fingerprint(ours.publicKey)).not.toBe(await fingerprint(theirs.publicKey));
  });

  it("is not asked of what is no gateway", async () => {
    const http = createHttp(
      () => `http://${HOST}`,
      async () => json({ hello: "world" }),
    );
    const known = { get: async () => undefined, set: async () => {} };
    const prove = createIdentity(http, () => `http://${HOST}`, { known, askHost: async () => SILENT });
    await expect(prove()).rejects.toBeInstanceOf(GatewayAway);
  });
});

describe("the native host's word", () => {
  it("decides at the first meeting", async () => {
    const { prove, stored } = setUp(signedBy(theirs), undefined, OURS_NAMED);
    await expect(prove()).rejects.toEqual(unproven("other-identity"));
    expect(stored.known).toBe(ours.publicKey);
  });

  it("keeps the first that answers from being believed where the host denies it", async () => {
    const { prove, stored } = setUp(signedBy(theirs), undefined, { name: "denied" });
    await expect(prove()).rejects.toMatchObject({
      unproven: {
        why: "unconfirmed",
        publicKey: theirs.publicKey,
        found: await fingerprint(theirs.publicKey),
      },
    });
    expect(stored.known).toBeUndefined();
    // The person trusts it all the same.
    stored.known = theirs.publicKey;
    await expect(prove()).resolves.toMatchObject(HEALTH);
  });

  it("leaves what is remembered where the host denies another", async () => {
    const { prove, stored } = setUp(signedBy(theirs), ours.publicKey, { name: "denied" });
    await expect(prove()).rejects.toEqual(unproven("other-identity"));
    expect(stored.known).toBe(ours.publicKey);
  });

  it("is waited for by all who ask at the first meeting", async () => {
    let answer = (_: HostAnswer) => {};
    const named = new Promise<HostAnswer>((resolve) => {
      answer = resolve;
    });
    const { prove, stored, askHost } = setUp(signedBy(theirs), undefined);
    askHost.mockImplementation(() => named);
    const proofs = Promise.allSettled([prove(), prove()]);
    await vi.waitFor(() => expect(askHost).toHaveBeenCalledOnce());
    answer(OURS_NAMED);
    expect((await proofs).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(stored.known).toBe(ours.publicKey);
    expect(askHost).toHaveBeenCalledOnce();
  });

  it("makes a changed key the right one", async () => {
    const { prove, stored } = setUp(signedBy(ours), theirs.publicKey, OURS_NAMED);
    await expect(prove()).resolves.toMatchObject(HEALTH);
    expect(stored.known).toBe(ours.publicKey);
  });

  it("is asked for once for a key that is not known, and never for one that is", async () => {
    const { prove, askHost, program } = setUp(signedBy(ours), ours.publicKey);
    await prove();
    expect(askHost).not.toHaveBeenCalled();
    program.identity = signedBy(theirs);
    await expect(prove()).rejects.toEqual(unproven("other-identity"));
    await expect(prove()).rejects.toEqual(unproven("other-identity"));
    expect(askHost).toHaveBeenCalledOnce();
  });
});
