// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import type { Gateway } from "../../shared/gateway/client.ts";
import type { Answer, GenerationEvent } from "../../shared/gateway/types.ts";
import { fakeArea, fakeContext, fakeItems } from "../../testing/fake-context.ts";
import { answer, conversation, fakeLocks, provider } from "../../testing/fakes.ts";
import { beginConversation, newestPart } from "./conversation.ts";
import { createConversationStore } from "./conversation-store.ts";
import { createConversations } from "./conversations.ts";
import { createGenerations } from "./generations.ts";
import { shownAnswer } from "./selectors.ts";

const DONE: GenerationEvent = { type: "done", answer: answer({ id: "gen_running" }) };

async function* sequence(...events: GenerationEvent[]) {
  yield* events;
}

function setUp({
  gateway = {},
  seen = true,
  bytes = 1_000_000,
}: {
  gateway?: Partial<Gateway>;
  seen?: boolean;
  bytes?: number;
} = {}) {
  const stored = createConversationStore(fakeArea(), fakeLocks(), { bytes, conversations: 100 });
  const context = { ...fakeContext(gateway, fakeItems(), "page", stored), isSeen: () => seen };
  const generations = createGenerations(context, { onKeyRejected: vi.fn(), onFollowedUp: vi.fn() });
  const conversations = createConversations(context, generations);
  const { store } = context;
  store.dispatch({ type: "loaded", providers: [provider()], conversation: null });
  conversations.watch();
  return { context, stored, conversations, state: () => store.state.value, dispatch: store.dispatch };
}

describe("a page that opens", () => {
  const listed = () => {
    let list = (_: Answer[]) => {};
    const answered = new Promise<Answer[]>((resolve) => {
      list = resolve;
    });
    return { list, gateway: { generations: () => answered, followGeneration: () => sequence() } };
  };

  it("waits for no list of what runs where nothing is known to run", async () => {
    const { list, gateway } = listed();
    const { state, stored, conversations } = setUp({ gateway });
    await stored.save(conversation([answer()]));
    expect(await conversations.current()).toMatchObject({ id: "conversation-1" });
    list([answer({ id: "stranger", status: "running" })]);
    await vi.waitFor(() => expect(state().view.name).toBe("generating"));
  });

  it("leaves alone what ran in a session that is over", async () => {
    const { list, gateway } = listed();
    const { context, state, conversations } = setUp({ gateway });
    const session = { created_at: "2026-11-22T08:00:00Z", expires_at: "2026-11-23T08:00:00Z" };
    await context.items.session.set({ ...session, csrf_token: "old" });
    await conversations.current();
    await context.items.session.set({ ...session, csrf_token: "new" });
    list([answer({ id: "stranger", status: "running" })]);
    await new Promise((resolve) => setTimeout(resolve));
    expect(state().history.conversations).toEqual([]);
  });

  it("shows nothing as running that has ended", async () => {
    const { list, gateway } = listed();
    const { stored, conversations } = setUp({ gateway });
    await stored.save(conversation([null]));
    const current = conversations.current();
    list([answer({ id: "gen_running" })]);
    const shown = await current;
    expect(shown && newestPart(shown).answer?.status).toBe("done");
  });
});

describe("a page", () => {
  it("shows and follows what another page has asked", async () => {
    const followGeneration = vi.fn(() => sequence(DONE));
    const { state, stored } = setUp({ gateway: { followGeneration } });
    await stored.save(conversation([null]));
    await vi.waitFor(() => expect(state().view.name).toBe("answer"));
    expect(followGeneration).toHaveBeenCalledWith("gen_running", expect.any(AbortSignal));
    await vi.waitFor(() =>
      expect(state().history.conversations[0]).toMatchObject({ running: null, unread: false }),
    );
  });

  it("shows what another page has opened", async () => {
    const { state, stored } = setUp();
    await stored.save(conversation([answer({ text: "First" })]));
    await stored.save({ ...conversation([answer({ text: "Second" })]), id: "conversation-2" });
    await vi.waitFor(() => expect(shownAnswer(state())?.text).toBe("Second"));
    await stored.show("conversation-1");
    await vi.waitFor(() => expect(shownAnswer(state())?.text).toBe("First"));
  });

  it("is empty when its conversation has been deleted", async () => {
    const { state, stored } = setUp();
    await stored.save(conversation([answer()]));
    await vi.waitFor(() => expect(state().view.name).toBe("answer"));
    await stored.remove(["conversation-1"]);
    await vi.waitFor(() => expect(state()).toMatchObject({ view: { name: "ready" }, conversation: null }));
  });

  it("keeps showing what is too large to be stored", async () => {
    const { dispatch, state, stored } = setUp();
    dispatch({ type: "asked", conversation: beginConversation("Large", provider(), 1) });
    dispatch({ type: "kept", kept: false });
    await stored.dismissForgotten();
    await stored.shown();
    await new Promise((resolve) => setTimeout(resolve));
    expect(state().conversation?.turns[0]?.prompt).toBe("Large");
  });

  it("keeps showing what has grown too large to be stored", async () => {
    const large: GenerationEvent = { type: "done", answer: answer({ text: "x".repeat(4_000) }) };
    const { state, stored } = setUp({ bytes: 4_000, gateway: { followGeneration: () => sequence(large) } });
    await stored.save(conversation([null]));
    await vi.waitFor(() => expect(state().history.conversations).toEqual([]));
    await stored.shown();
    await new Promise((resolve) => setTimeout(resolve));
    expect(state()).toMatchObject({ view: { name: "answer" }, unkept: true });
    expect(shownAnswer(state())?.text).toHaveLength(4_000);
  });

  it("marks as read what a person can see, and only that", async () => {
    for (const seen of [true, false]) {
      const { state, stored } = setUp({ seen, gateway: { followGeneration: () => sequence() } });
      await stored.save(conversation([null]));
      await vi.waitFor(() => expect(state().conversation).not.toBeNull());
      await stored.settle("conversation-1", "part-0", answer(), false);
      await vi.waitFor(() =>
        expect(state().history.conversations[0]).toMatchObject({ running: null, unread: !seen }),
      );
    }
  });
});
