import type { ReadonlySignal } from "@preact/signals";
import type { Context } from "../../entrypoints/app/context.ts";
import type { FocusTarget, State } from "../../entrypoints/app/state.ts";
import { type ConnectionActions, createConnection } from "../connection/connection.ts";
import { createStart, type StartActions } from "../connection/start.ts";
import { createKeys, type KeyActions } from "../keys/keys.ts";
import type { SettingsStore } from "../options/settings-store.ts";
import { type Compare, createCompare } from "./compare.ts";
import { createPrompt, type PromptActions } from "./prompt.ts";

/** The whole of the compare page but its look. */
export interface ComparePage {
  state: ReadonlySignal<State>;
  settings: SettingsStore;
  compare: Compare;
  connection: ConnectionActions;
  keys: KeyActions;
  gatewayStart: StartActions;
  prompt: PromptActions;
  focus(target: FocusTarget | null): void;
  editPrompt(): void;
  dismissProblem(): void;
  start(): Promise<void>;
}

export function createComparePage(context: Context): ComparePage {
  const { store, settings } = context;
  const keys = createKeys(context);
  const compare = createCompare(context, (provider) => void keys.verify(provider));
  const prompt = createPrompt(context, () => compare.state.value.prompt);
  // The conversations are popup's and panel's.
  const connection = createConnection(
    context,
    { letGo: () => {} },
    { current: async () => null, refresh: async () => {} },
  );
  const gatewayStart = createStart(context, connection.load);

  return {
    state: store.state,
    settings,
    compare,
    connection,
    keys,
    gatewayStart,
    prompt,
    focus: (target) => store.dispatch({ type: "focus", target }),
    editPrompt: () => store.dispatch({ type: "focus", target: "prompt" }),
    dismissProblem: () => store.dispatch({ type: "problem", error: null }),
    async start() {
      const draft = prompt.open();
      keys.watch();
      compare.watch();
      const loaded = connection.load(draft);
      connection.watch();
      await loaded;
      await gatewayStart.resume();
    },
  };
}
