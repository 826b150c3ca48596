import type { ErrorAction, ErrorBody } from "../../shared/gateway/types.ts";
import { own } from "../../shared/own.ts";

/** Codes for which the contract names no action. */
const ACTIONS: Record<string, ErrorAction> = {
  permission_denied: "add_key",
  region_not_supported: "configure_model",
  unknown_provider: "configure_model",
};

/** What the person can do about an error. */
export function recoveryAction({ code, action }: ErrorBody): ErrorAction {
  return action ?? own(ACTIONS, code) ?? "retry";
}
