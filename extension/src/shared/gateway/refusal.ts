import { GatewayAway, GatewayError, GatewayUnproven, type Unproven } from "./errors.ts";
import type { ErrorBody } from "./types.ts";

/** How a page's store learns of failed calls. */
export type GatewayLost = { type: "gateway-away" } | { type: "gateway-unproven"; unproven: Unproven };
export type FailureAction = GatewayLost | { type: "problem"; error: ErrorBody | null };

/** How the gateway was lost in a failed call; null where the call failed in another way. */
export function lostGateway(error: unknown): GatewayLost | null {
  if (error instanceof GatewayAway) return { type: "gateway-away" };
  if (error instanceof GatewayUnproven) return { type: "gateway-unproven", unproven: error.unproven };
  return null;
}

/**
 * The gateway's refusal in a failed call, for the caller to show where it belongs. Null where the gateway was
 * lost, which has views of its own; any other exception is thrown on.
 */
export function refusal(
  { store }: { store: { dispatch(action: FailureAction): void } },
  error: unknown,
): ErrorBody | null {
  if (error instanceof GatewayError) return error.body;
  const lost = lostGateway(error);
  if (lost === null) throw error;
  store.dispatch(lost);
  return null;
}
