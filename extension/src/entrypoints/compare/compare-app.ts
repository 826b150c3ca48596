import { createCompare } from "../../features/compare/compare.ts";
import type { ComparePage } from "../../features/compare/compare-context.ts";
import { createPrompt } from "../../features/compare/prompt.ts";
import { createConnection } from "../../features/connection/connection.ts";
import { createStart } from "../../features/connection/start.ts";
import { createKeys, type KeyActions } from "../../features/keys/keys.ts";
import { createModels } from "../../features/models/models.ts";
import type { Context } from "../app/context.ts";

/** The whole of the compare page without its components. */
export interface CompareApp extends ComparePage {
  keys: KeyActions;
  start(): Promise<void>;
}

export function createCompareApp(context: Context): CompareApp {
  const { store, settings, conversations } = context;
  const models = createModels(context);
  const keys = createKeys(context, models);
  const compare = createCompare(context, (provider) => void keys.verify(provider));
  const prompt = createPrompt(context, () => compare.state.value.prompt);
  const connection = createConnection(context, {
    // Conversations are shown by popup and panel.
    load: async () => (providers) => store.dispatch({ type: "loaded", providers, conversation: null }),
    unfollow: () => {},
    needsLoading: () => false,
    clear: () => conversations.clear(),
  });
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
      models.watch();
      compare.watch();
      const loaded = connection.load(draft);
      connection.watch();
      await loaded;
      await gatewayStart.resume();
    },
  };
}
