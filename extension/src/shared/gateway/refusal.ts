import { GatewayAway, GatewayError } from "./errors.ts";
import type { ErrorBody } from "./types.ts";

/** How a page's store learns of failed calls. */
export type FailureAction = { type: "gateway-away" } | { type: "problem"; error: ErrorBody | null };

/**
 * The gateway's refusal in a failed call, for the caller to show where it belongs. Null where the gateway did
 * not answer, which has a view of its own; any other exception is thrown on.
 */
export function refusal(
  { store }: { store: { dispatch(action: FailureAction): void } },
  error: unknown,
): ErrorBody | null {
  if (error instanceof GatewayError) return error.body;
  if (error instanceof GatewayAway) {
    store.dispatch({ type: "gateway-away" });
    return null;
  }
  throw error;
}
