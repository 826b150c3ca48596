import type { ReadonlySignal } from "@preact/signals";
import { createDrafts, type DraftActions } from "../../features/composer/drafts.ts";
import { type ConnectionActions, createConnection } from "../../features/connection/connection.ts";
import { createStart, type StartActions } from "../../features/connection/start.ts";
import { isLost } from "../../features/connection/state.ts";
import { type ConversationActions, createConversations } from "../../features/conversation/conversations.ts";
import { createGenerations, type GenerationActions } from "../../features/conversation/generations.ts";
import { lastPrompt } from "../../features/conversation/selectors.ts";
import { createHistory, type HistoryActions } from "../../features/history/history.ts";
import { createKeys, type KeyActions } from "../../features/keys/keys.ts";
import { createModels, type ModelActions } from "../../features/models/models.ts";
import type { SettingsStore } from "../../features/options/settings-store.ts";
import { createTokens, type TokenActions } from "../../features/programs/tokens.ts";
import type { FocusTarget } from "../../shared/ui/use-focus-requests.ts";
import type { Context } from "./context.ts";
import type { State } from "./state.ts";

/** The whole of popup and side panel without their components: what these read, and what they can do. */
export interface App {
  state: ReadonlySignal<State>;
  settings: SettingsStore;
  connection: ConnectionActions;
  gatewayStart: StartActions;
  models: ModelActions;
  keys: KeyActions;
  conversations: ConversationActions;
  generations: GenerationActions;
  history: HistoryActions;
  drafts: DraftActions;
  tokens: TokenActions;
  /** Begins a conversation with this prompt, about the field that the draft came from. */
  ask(prompt: string): Promise<void>;
  /** Continues the conversation that is shown. */
  followUp(prompt: string): Promise<void>;
  focus(target: FocusTarget | null): void;
  dismissProblem(): void;
  /** Brings the prompt that failed back to where it can be changed. */
  editPrompt(): void;
  /** Does again what failed. */
  retry(): Promise<void>;
  start(): Promise<void>;
}

export function createApp(context: Context): App {
  const { store, settings } = context;
  const models = createModels(context);
  const keys = createKeys(context, models);
  const generations = createGenerations(context, {
    onKeyRejected: (provider) => void keys.verify(provider),
    onFollowedUp(prompt) {
      // What was typed since is the next question.
      if (store.state.value.draft === prompt) drafts.write("");
    },
  });
  const conversations = createConversations(context, generations);
  const connection = createConnection(context, conversations);
  const drafts = createDrafts(context, (prompt) => void askOnceLoaded(prompt));
  const gatewayStart = createStart(context, connection.load);

  async function ask(prompt: string): Promise<void> {
    await generations.generate(prompt, drafts.field());
  }

  /** Where the gateway is away, the prompt stays in the composer. */
  async function askOnceLoaded(prompt: string): Promise<void> {
    await connection.load();
    if (!isLost(store.state.value)) await ask(prompt);
  }

  return {
    state: store.state,
    settings,
    connection,
    gatewayStart,
    models,
    keys,
    conversations,
    generations,
    history: createHistory(context),
    drafts,
    tokens: createTokens(context),
    ask,

    async followUp(prompt) {
      // A draft from another selection: the answer must not go into the field of the first one.
      const field = store.state.value.draftFromSelection ? drafts.field() : undefined;
      await generations.followUp(prompt, field);
    },

    focus: (target) => store.dispatch({ type: "focus", target }),
    dismissProblem: () => store.dispatch({ type: "problem", error: null }),

    editPrompt() {
      // A follow-up question left the prompt field when the gateway accepted it.
      const { draft } = store.state.value;
      if (draft.trim() === "") drafts.write(lastPrompt(store.state.value) ?? "");
      store.dispatch({ type: "focus", target: "prompt" });
    },

    async retry() {
      const generationFailed = store.state.value.problem === null;
      store.dispatch({ type: "problem", error: null });
      await (generationFailed ? generations.retry() : connection.load());
    },

    async start() {
      const draft = drafts.open();
      models.watch();
      conversations.watch();
      const loaded = connection.load(draft);
      connection.watch();
      await loaded;
      await gatewayStart.resume();
    },
  };
}
