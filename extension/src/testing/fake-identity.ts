// A gateway's identity: what it signs, and what an impostor could sign instead.

const CURVE = { name: "ECDSA", namedCurve: "P-256" };

const base64Url = (bytes: ArrayBuffer) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

export interface FakeIdentity {
  publicKey: string;
  /** What `/health` has in `identity` for this challenge, from a gateway that listens at `host`. */
  sign(challenge: string, host: string, context?: string): Promise<{ public_key: string; signature: string }>;
}

export async function fakeIdentity(): Promise<FakeIdentity> {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["sign", "verify"]);
  const publicKey = base64Url(await crypto.subtle.exportKey("spki", pair.publicKey));
  return {
    publicKey,
    async sign(challenge, host, context = "gatehouse-identity-v1") {
      const text = new TextEncoder().encode(`${context}\n${challenge}\n${host}`);
      const signature = await crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, pair.privateKey, text);
      return { public_key: publicKey, signature: base64Url(signature) };
    },
  };
}
