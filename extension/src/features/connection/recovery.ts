import type { ErrorAction, ErrorBody } from "../../shared/gateway/types.ts";

/** Where the contract names no action. */
const ACTIONS: Record<string, ErrorAction> = {
  // A token that the gateway does not know is told to be forbidden: the session is over.
  csrf_failed: "sign_in",
  permission_denied: "add_key",
  unknown_provider: "configure_model",
};

/** What mends an error, for a person. */
export function mendingAction({ code, action }: ErrorBody): ErrorAction {
  return action ?? ACTIONS[code] ?? "retry";
}
