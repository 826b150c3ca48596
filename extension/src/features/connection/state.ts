import type { Unproven } from "../../shared/gateway/errors.ts";
import type { FailureAction } from "../../shared/gateway/refusal.ts";
import type { ErrorBody, SessionInfo } from "../../shared/gateway/types.ts";
import type { FocusTarget } from "../../shared/ui/use-focus-requests.ts";
import type { ModelsAction, ModelsState } from "../models/state.ts";

/** The views. To add one: its name here, its component in page-view.tsx. */
export type ViewName =
  | "opening"
  | "gateway-away"
  | "gateway-unproven"
  | "no-key"
  | "ready"
  | "generating"
  | "answer"
  | "error";

/** Whether the gateway was lost: it does not answer, or another program does. */
export function isLost({ view }: { view: { name: ViewName } }): boolean {
  return view.name === "gateway-away" || view.name === "gateway-unproven";
}

/** Whether the page shows what the gateway has said. */
export function isConnected(state: { view: { name: ViewName } }): boolean {
  return state.view.name !== "opening" && !isLost(state);
}

/** How far a click on Start has come. `detail` is the gateway's own sentence, or the address it listens at. */
export type Start =
  | { name: "idle" }
  | { name: "starting" }
  | { name: "failed"; why: "not-permitted" | "not-set-up" }
  | { name: "failed"; why: "refused" | "elsewhere"; detail: string };

/** The gateway was restarted, the session was idle for too long, or it reached its lifetime. */
export type SessionEnd = "restarted" | "idle" | "lifetime";

/** The state that every page with a connection to the gateway has. */
export interface PageState extends ModelsState {
  view: { name: ViewName };
  start: Start;
  /** Why the program that answers is not believed; the view `gateway-unproven` shows it. */
  unproven: Unproven | null;
  draft: string;
  /** Why the last session ended; null where the person ended it. */
  sessionEnd: SessionEnd | null;
  /** When the session ends, as the gateway last said. */
  sessionInfo: SessionInfo | null;
  /** What went wrong outside of a generation. */
  problem: ErrorBody | null;
  focus: FocusTarget | null;
}

export type PageAction =
  | ModelsAction
  | FailureAction
  | { type: "start-changed"; start: Start }
  | { type: "session-ended"; why: SessionEnd }
  | { type: "session-read"; session: SessionInfo }
  | { type: "signed-out" }
  | { type: "focus"; target: FocusTarget | null };
