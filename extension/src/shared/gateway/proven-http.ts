import { GatewayAway } from "./errors.ts";
import type { Address, Call, Http } from "./http.ts";
import type { Health } from "./types.ts";

export interface ProvenHttp extends Http {
  /** Asks for a new proof. Until it has come, other calls wait. */
  prove(): Promise<Health>;
}

/**
 * Calls to a gateway that has proved its identity. Before the first call, and after the gateway was away, nothing
 * is sent until `ask` has succeeded.
 */
export function createProvenHttp(http: Http, address: Address, ask: () => Promise<Health>): ProvenHttp {
  let proof: { address: string; given: Promise<Health> } | null = null;

  async function prove(): Promise<Health> {
    const asked = { address: await address(), given: ask() };
    proof = asked;
    try {
      return await asked.given;
    } catch (error) {
      if (proof === asked) proof = null;
      throw error;
    }
  }

  async function guarded<T>(work: () => Promise<T>): Promise<T> {
    if (proof?.address === (await address())) await proof.given;
    else await prove();
    try {
      return await work();
    } catch (error) {
      if (error instanceof GatewayAway) proof = null;
      throw error;
    }
  }

  return {
    prove,
    send: (call: Call) => guarded(() => http.send(call)),
    json: <T>(call: Call) => guarded(() => http.json<T>(call)),
  };
}
