import { describe, expect, it } from "vitest";
import type { Answer } from "../../shared/gateway/types.ts";
import { fakeArea, fakeItems } from "../../testing/fake-context.ts";
import { answer, conversation, fakeLocks, provider } from "../../testing/fakes.ts";
import { catchUp } from "./catch-up.ts";
import {
  beginConversation,
  type Conversation,
  followedUp,
  newestPart,
  newestTurn,
  withPart,
} from "./conversation.ts";
import { createConversationStore } from "./conversation-store.ts";
import type { Limits } from "./summary.ts";

const NOW = Date.parse("2026-11-22T13:00:10Z");

async function caughtUp(stored: Conversation[], generations: Answer[], now = NOW) {
  const conversations = createConversationStore(fakeArea(), fakeLocks());
  for (const one of stored) await conversations.save(one);
  const items = fakeItems();
  await items.comparison.set({
    prompt: "Which?",
    runs: [{ provider: "openai", id: "compared" }],
    excluded: [],
  });
  await catchUp({ items, conversations }, generations, now);
  return conversations;
}

describe("catching up", () => {
  it("keeps what ended meanwhile, unread", async () => {
    const ended = answer({ id: "gen_running" });
    const conversations = await caughtUp([conversation([null])], [ended]);
    const shown = await conversations.shown();
    expect(shown && newestPart(shown).answer).toEqual(ended);
    expect((await conversations.history()).conversations[0]).toMatchObject({ unread: true, running: null });
  });

  it("leaves what still runs running", async () => {
    const conversations = await caughtUp(
      [conversation([null])],
      [answer({ id: "gen_running", status: "running" })],
    );
    expect((await conversations.history()).conversations[0]?.running).toMatchObject({ id: "gen_running" });
  });

  it("finds the name of what a page asked for and did not live to hear", async () => {
    const asked = beginConversation("Hi", provider(), NOW);
    const created_at = new Date(NOW).toISOString();
    const others = [
      answer({ id: "another's", provider: "gemini", created_at }),
      answer({ id: "older", created_at: "2026-11-22T12:59:00Z" }),
    ];
    const conversations = await caughtUp(
      [asked],
      [answer({ id: "mine", status: "running", created_at }), ...others],
    );
    const { conversations: all } = await conversations.history();
    expect(all).toHaveLength(1);
    expect(all[0]?.running).toMatchObject({ id: "mine" });
  });

  it("waits a while for what is on its way, and then says that it is lost", async () => {
    const asked = beginConversation("Hi", provider(), NOW);
    const soon = await caughtUp([asked], []);
    expect((await soon.history()).conversations[0]?.running).not.toBeNull();
    const later = await caughtUp([asked], [], NOW + 60_000);
    const lost = await later.shown();
    expect(lost && newestPart(lost).answer).toMatchObject({
      status: "failed",
      error: { code: "generation_not_found", action: "retry" },
    });
  });

  it("does not give up what was asked for while the gateway listed the others", async () => {
    const asked = withPart(beginConversation("Hi", provider(), NOW), () => true, { id: "gen_new" });
    const conversations = await caughtUp([asked], []);
    expect((await conversations.history()).conversations[0]?.running).toMatchObject({ id: "gen_new" });
  });

  it("says that an answer is lost which the gateway has forgotten", async () => {
    const conversations = await caughtUp([conversation([null])], []);
    expect((await conversations.history()).conversations[0]).toMatchObject({ running: null, failed: true });
  });

  it("shows what runs without a conversation", async () => {
    const running = answer({ id: "stranger", status: "running", provider: "gemini" });
    const conversations = await caughtUp([conversation([answer()])], [running, answer()]);
    const shown = await conversations.shown();
    expect(shown && newestTurn(shown)).toMatchObject({ prompt: "", versions: [{ provider: "gemini" }] });
    expect(shown && newestPart(shown).id).toBe("stranger");
    expect((await conversations.history()).conversations).toHaveLength(2);
  });

  it("leaves what is compared to its own page", async () => {
    const conversations = await caughtUp([], [answer({ id: "compared", status: "running" })]);
    expect(await conversations.history()).toMatchObject({ shown: null, conversations: [] });
  });

  it("lets rest what is over and belongs to no conversation", async () => {
    const conversations = await caughtUp([], [answer({ id: "stranger" })]);
    expect(await conversations.history()).toMatchObject({ shown: null, conversations: [] });
  });
});

describe("what runs for a conversation that is not kept", () => {
  const RUNNING = answer({ id: "mine", status: "running", created_at: new Date(NOW).toISOString() });

  async function setUp(limits: Limits) {
    const conversations = createConversationStore(fakeArea(), fakeLocks(), limits);
    const history = async () => (await conversations.history()).conversations.map(({ title }) => title);
    const poll = () => catchUp({ items: fakeItems(), conversations }, [RUNNING], NOW);
    return { conversations, history, poll };
  }

  it("gets no untitled twin where the conversation was too large from the start", async () => {
    const { conversations, history, poll } = await setUp({ bytes: 4_000, conversations: 100 });
    expect(await conversations.save(beginConversation("x".repeat(4_000), provider(), NOW))).toBe(false);
    await poll();
    expect(await history()).toEqual([]);
    expect(await conversations.shown()).toBeNull();
  });

  it("gets none where it became too large by a further question", async () => {
    const { conversations, history, poll } = await setUp({ bytes: 7_000, conversations: 100 });
    const kept = conversation([answer()]);
    await conversations.save(kept);
    expect(await conversations.save(followedUp(kept, "x".repeat(4_000), provider(), NOW))).toBe(false);
    await poll();
    expect(await history()).toEqual([]);
  });

  it("gets none where it was deleted, or dropped for a newer one, before its id was known", async () => {
    const { conversations, history, poll } = await setUp({ bytes: 1_000_000, conversations: 1 });
    const asked = beginConversation("First", provider(), NOW);
    await conversations.save(asked);
    await conversations.save(beginConversation("Second", provider({ id: "gemini" }), NOW + 1));
    await poll();
    expect(await history()).toEqual(["Second"]);

    const [removed] = await conversations.remove([
      (await conversations.history()).conversations[0]?.id ?? "",
    ]);
    await conversations.save(asked);
    await conversations.remove([asked.id]);
    await poll();
    expect(await history()).toEqual([]);
    await conversations.restore(removed ? [removed] : []);
    expect(await history()).toEqual(["Second"]);
  });

  it("gets none where its id is known", async () => {
    const { conversations, history, poll } = await setUp({ bytes: 1_000_000, conversations: 100 });
    await conversations.save(
      withPart(conversation([null]), () => true, { id: "mine", askedAt: NOW + 60_000 }),
    );
    await conversations.remove(["conversation-1"]);
    await poll();
    expect(await history()).toEqual([]);
  });

  it("is found again when the conversation is restored", async () => {
    const { conversations, poll } = await setUp({ bytes: 1_000_000, conversations: 100 });
    const asked = beginConversation("Hi", provider(), NOW);
    await conversations.save(asked);
    await conversations.restore(await conversations.remove([asked.id]));
    await poll();
    const { conversations: all, unkept } = await conversations.history();
    expect(all[0]?.running).toMatchObject({ id: "mine" });
    expect(unkept).toEqual([]);
  });
});
