import { GatewayAway, GatewayUnproven } from "./errors.ts";
import type { Address, Http } from "./http.ts";
import type { HostAnswer } from "./starter.ts";
import type { Health } from "./types.ts";

// Any user of this machine can listen on the gateway's port. The gateway proves that it is the person's own by
// signing a fresh challenge, together with the address that it listens at: otherwise another program could pass
// the challenge on to the real gateway at another port.

/** The public key by which the gateway is recognised; outlives the browser. */
export interface KnownKey {
  get(): Promise<string | undefined>;
  set(publicKey: string): Promise<void>;
}

export interface IdentityOptions {
  known: KnownKey;
  /** Asks the native messaging host. */
  askHost(): Promise<HostAnswer>;
}

/** What an answer of /health may have. Another program can send anything. */
interface HealthAnswer extends Health {
  identity?: unknown;
}

const CONTEXT = "gatehouse-identity-v1";
const CHALLENGE_BYTES = 32;
const CURVE = { name: "ECDSA", namedCurve: "P-256" };
const SIGNATURE = { name: "ECDSA", hash: "SHA-256" };
/** A healthy gateway answers at once. */
const TIMEOUT_MS = 5_000;
const FINGERPRINT_BYTES = 8;

function toBase64Url(bytes: Uint8Array): string {
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const base64 = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** A short name for a key that a person can compare. It stays on one line. */
export async function fingerprint(publicKey: string): Promise<string> {
  const hash = await crypto.subtle.digest("SHA-256", fromBase64Url(publicKey));
  const hex = [...new Uint8Array(hash).slice(0, FINGERPRINT_BYTES)].map((byte) =>
    byte.toString(16).padStart(2, "0"),
  );
  return hex.join("").replace(/.{4}(?=.)/g, "$&\u00A0");
}

/** The public key that signed this text; null where nothing or something else was signed. */
async function signer(identity: unknown, text: string): Promise<string | null> {
  if (typeof identity !== "object" || identity === null) return null;
  const { public_key: publicKey, signature } = identity as Record<string, unknown>;
  if (typeof publicKey !== "string" || typeof signature !== "string") return null;
  try {
    const key = await crypto.subtle.importKey("spki", fromBase64Url(publicKey), CURVE, false, ["verify"]);
    const signed = new TextEncoder().encode(text);
    return (await crypto.subtle.verify(SIGNATURE, key, fromBase64Url(signature), signed)) ? publicKey : null;
  } catch {
    // Neither base64 nor a key of this kind.
    return null;
  }
}

/**
 * Asks the gateway for its health and for a proof of its identity. Throws GatewayAway where no gateway answers, and
 * GatewayUnproven where it is not the person's own.
 */
export function createIdentity(http: Http, address: Address, { known, askHost }: IdentityOptions) {
  /** The host is a program, so it is not started again for the same key. */
  let asked: { about: string; answer: Promise<HostAnswer> } | null = null;

  function hostAnswer(found: string): Promise<HostAnswer> {
    if (asked?.about !== found) asked = { about: found, answer: askHost() };
    return asked.answer;
  }

  /**
   * The key that the gateway must have. The native host knows it; without one, the first key is believed. Null where
   * no key is known and the host denies this one.
   */
  async function expectedKey(found: string): Promise<string | null> {
    const remembered = await known.get();
    if (remembered === found) return found;
    const answer = await hostAnswer(found);
    if (answer.name === "denied") return remembered ?? null;
    const expected = answer.name === "named" ? answer.publicKey : (remembered ?? found);
    if (expected !== remembered) await known.set(expected);
    return expected;
  }

  return async function prove(): Promise<Health> {
    const challenge = toBase64Url(crypto.getRandomValues(new Uint8Array(CHALLENGE_BYTES)));
    const listensAt = await address();
    const call = http.json<HealthAnswer>({
      method: "GET",
      path: `/health?challenge=${challenge}`,
      credentials: "omit",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const health = await call.catch((cause: unknown) => {
      throw new GatewayAway(cause);
    });
    if (health?.status !== "ok") throw new GatewayAway();
    const host = listensAt.slice(listensAt.indexOf("//") + 2);
    const found = await signer(health.identity, `${CONTEXT}\n${challenge}\n${host}`);
    if (found === null) throw new GatewayUnproven({ why: "no-proof" });
    const expected = await expectedKey(found);
    if (expected === found) return health;
    const shown = { publicKey: found, found: await fingerprint(found) };
    throw new GatewayUnproven(
      expected === null
        ? { why: "unconfirmed", ...shown }
        : { why: "other-identity", ...shown, known: await fingerprint(expected) },
    );
  };
}
