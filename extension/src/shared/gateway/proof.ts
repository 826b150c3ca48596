import type { Call } from "./http.ts";

/** The secret that the native messaging host gives to this extension alone; undefined where there is no host. */
export interface HostProof {
  get(): Promise<string | undefined>;
}

/** The same call with the proof that it comes from this extension; null where there is none. */
export async function withProof(call: Call, proof: HostProof): Promise<Call | null> {
  const secret = await proof.get();
  return secret === undefined ? null : { ...call, proof: secret };
}
