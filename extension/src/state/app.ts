import type { ReadonlySignal } from "@preact/signals";
import { type ConnectionActions, createConnection } from "./connection.ts";
import type { Context } from "./context.ts";
import { createDrafts, type DraftActions } from "./drafts.ts";
import { createGenerations, type GenerationActions } from "./generations.ts";
import { createKeys, type KeyActions } from "./keys.ts";
import type { FocusTarget, State } from "./state.ts";
import { createTokens, type TokenActions } from "./tokens.ts";

/** The whole of the application but its look: what components read, and what they may do. */
export interface App {
  state: ReadonlySignal<State>;
  connection: ConnectionActions;
  drafts: DraftActions;
  generations: GenerationActions;
  keys: KeyActions;
  tokens: TokenActions;
  focus(target: FocusTarget | null): void;
  dismissProblem(): void;
  start(): Promise<void>;
}

export function createApp(context: Context): App {
  const { store } = context;
  const drafts = createDrafts(context);
  const keys = createKeys(context);
  const generations = createGenerations(context, (provider) => void keys.verify(provider));
  const connection = createConnection(context, generations);

  return {
    state: store.state,
    connection,
    drafts,
    generations,
    keys,
    tokens: createTokens(context),
    focus: (target) => store.dispatch({ type: "focus", target }),
    dismissProblem: () => store.dispatch({ type: "problem", error: null }),
    async start() {
      await drafts.open();
      keys.watch();
      connection.watch();
      await connection.load();
    },
  };
}
