import type { ReadonlySignal } from "@preact/signals";
import { requiredContext } from "../../shared/ui/required-context.ts";
import type { FocusTarget } from "../../shared/ui/use-focus-requests.ts";
import type { ConnectionActions } from "./connection.ts";
import type { StartActions } from "./start.ts";
import type { PageState } from "./state.ts";

/** What keys, errors and the view of an absent gateway need of the page around them. */
export interface Page {
  state: ReadonlySignal<PageState>;
  settings: { current: ReadonlySignal<{ port: number }> };
  connection: Pick<ConnectionActions, "load" | "keepAlive" | "trust">;
  gatewayStart: StartActions;
  focus(target: FocusTarget | null): void;
  dismissProblem(): void;
  /** Brings the prompt back to where it can be changed. */
  editPrompt(): void;
}

export const [PageProvider, usePage] = requiredContext<Page>("page");
