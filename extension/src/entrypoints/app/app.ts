import type { ReadonlySignal } from "@preact/signals";
import { createDrafts, type DraftActions } from "../../features/composer/drafts.ts";
import { type ConnectionActions, createConnection } from "../../features/connection/connection.ts";
import { createStart, type StartActions } from "../../features/connection/start.ts";
import { type ConversationActions, createConversations } from "../../features/conversation/conversations.ts";
import { createGenerations, type GenerationActions } from "../../features/conversation/generations.ts";
import { lastPrompt } from "../../features/conversation/selectors.ts";
import { createKeys, type KeyActions } from "../../features/keys/keys.ts";
import type { SettingsStore } from "../../features/options/settings-store.ts";
import { createTokens, type TokenActions } from "../../features/programs/tokens.ts";
import type { Context } from "./context.ts";
import type { FocusTarget, State } from "./state.ts";

/** The whole of the application but its look: what components read, and what they may do. */
export interface App {
  state: ReadonlySignal<State>;
  settings: SettingsStore;
  connection: ConnectionActions;
  drafts: DraftActions;
  /** The way of an answer back into an editable field on a page. */
  insertIntoPage: Context["insertIntoPage"];
  generations: GenerationActions;
  keys: KeyActions;
  /** Asks with the draft as it is. */
  ask(prompt: string): Promise<void>;
  /** Goes on with the conversation in sight, with the draft as it is. */
  followUp(prompt: string): Promise<void>;
  conversations: ConversationActions;
  tokens: TokenActions;
  gatewayStart: StartActions;
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
  const keys = createKeys(context);
  const generations = createGenerations(context, {
    onKeyRejected: (provider) => void keys.verify(provider),
    onFollowedUp(prompt) {
      // What was typed since is the next question.
      if (store.state.value.draft === prompt) drafts.write("");
    },
  });
  const conversations = createConversations(context, generations);
  const connection = createConnection(context, generations, conversations);
  const drafts = createDrafts(context, (prompt) => void askOnceLoaded(prompt));

  async function ask(prompt: string): Promise<void> {
    await generations.generate(prompt, drafts.field());
  }

  async function followUp(prompt: string): Promise<void> {
    // Of another selection than the conversation came from: its answer is not to go back there.
    const field = store.state.value.draftFromSelection ? drafts.field() : undefined;
    await generations.followUp(prompt, field);
  }

  /** Where nothing can be asked, the prompt stays in the composer. */
  async function askOnceLoaded(prompt: string): Promise<void> {
    await connection.load();
    if (store.state.value.view.name !== "gateway-away") await ask(prompt);
  }
  const gatewayStart = createStart(context, connection.load);

  return {
    state: store.state,
    settings,
    connection,
    drafts,
    insertIntoPage: context.insertIntoPage,
    generations,
    keys,
    conversations,
    tokens: createTokens(context),
    ask,
    followUp,
    gatewayStart,
    focus: (target) => store.dispatch({ type: "focus", target }),
    dismissProblem: () => store.dispatch({ type: "problem", error: null }),
    editPrompt() {
      // A follow-up question has left the field when the gateway took it.
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
      keys.watch();
      conversations.watch();
      const loaded = connection.load(draft);
      connection.watch();
      await loaded;
      await gatewayStart.resume();
    },
  };
}
