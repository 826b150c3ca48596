import { describe, expect, it, vi } from "vitest";
import { fakeArea } from "../../testing/fake-context.ts";
import { answer, conversation, fakeLocks, provider } from "../../testing/fakes.ts";
import { beginConversation, type Conversation, newestPart } from "./conversation.ts";
import { createConversationStore } from "./conversation-store.ts";

const ROOMY = { bytes: 1_000_000, conversations: 100 };

function setUp(limits = ROOMY) {
  const area = fakeArea();
  return { area, conversations: createConversationStore(area, fakeLocks(), limits) };
}

function asked(prompt: string, at: number): Conversation {
  return beginConversation(prompt, provider(), at);
}

describe("the conversations", () => {
  it("are shared, with the one that is shown", async () => {
    const { area, conversations } = setUp();
    const another = createConversationStore(area, fakeLocks(), ROOMY);
    const heard = vi.fn();
    another.watch(heard);
    await conversations.save(conversation([answer()]));
    expect(await another.shown()).toEqual(conversation([answer()]));
    expect(heard).toHaveBeenLastCalledWith(
      expect.objectContaining({ shown: "conversation-1", forgotten: 0 }),
    );
  });

  it("are listed with the newest question first", async () => {
    const { conversations } = setUp();
    await conversations.save(asked("Older", 1));
    await conversations.save(asked("Newest", 3));
    await conversations.save(asked("Between\nand a second line", 2));
    const { conversations: all } = await conversations.history();
    expect(all.map(({ title }) => title)).toEqual(["Newest", "Between", "Older"]);
    expect(all[0]).toMatchObject({ turns: 1, providers: ["openai"], running: { id: null }, unread: false });
  });

  it("make room, the oldest first, and what runs last", async () => {
    const { conversations } = setUp({ bytes: 1_000_000, conversations: 2 });
    const running = asked("Runs", 1);
    const done = asked("Done", 2);
    await conversations.save(running);
    await conversations.save(done);
    await conversations.settle(done.id, newestPart(done).ref, answer(), true);
    await conversations.save(asked("Newest", 3));
    const history = await conversations.history();
    expect(history.conversations.map(({ title }) => title)).toEqual(["Newest", "Runs"]);
    expect(history.forgotten).toBe(1);
    expect(await conversations.read(done.id)).toBeNull();
    await conversations.dismissForgotten();
    expect((await conversations.history()).forgotten).toBe(0);
  });

  it("take no more room than there is", async () => {
    const { conversations } = setUp({ bytes: 6_000, conversations: 100 });
    for (let at = 1; at <= 5; at++) await conversations.save(asked("ä".repeat(300), at));
    const { conversations: all, forgotten } = await conversations.history();
    expect(all.length + forgotten).toBe(5);
    expect(all.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(6_000);
    expect(all.length).toBe(2);
    expect(all[0]?.bytes).toBeGreaterThan(2_400);
  });

  it("leave out one that is larger than that, and say so", async () => {
    const { conversations } = setUp({ bytes: 4_000, conversations: 100 });
    expect(await conversations.save(asked("Small", 1))).toBe(true);
    expect(await conversations.save(asked("x".repeat(4_000), 2))).toBe(false);
    expect(await conversations.shown()).toBeNull();
    expect((await conversations.history()).conversations.map(({ title }) => title)).toEqual(["Small"]);
  });

  it("lose one that grows larger than that, and say so", async () => {
    const { conversations } = setUp({ bytes: 4_000, conversations: 100 });
    await conversations.save(conversation([null]));
    expect(
      await conversations.settle("conversation-1", "part-0", answer({ text: "x".repeat(4_000) }), true),
    ).toBe(false);
    expect(await conversations.shown()).toBeNull();
    expect(await conversations.settle("conversation-1", "part-0", answer(), true)).toBe(true);
  });

  it("give way where something else has filled the browser's memory", async () => {
    const { area, conversations } = setUp();
    for (let at = 1; at <= 3; at++) await conversations.save(asked(`Question ${at}`, at));
    const set = area.set;
    area.set = async (values) => {
      const { conversations: all } = values.history as { conversations: unknown[] };
      if (all.length > 2) throw new Error("Session storage quota bytes exceeded.");
      await set(values);
    };
    expect(await conversations.save(asked("Newest", 4))).toBe(true);
    const { conversations: all, forgotten } = await conversations.history();
    expect(all.map(({ title }) => title)).toEqual(["Newest", "Question 3"]);
    expect(forgotten).toBe(2);
    area.set = async (values) => {
      if (Object.keys(values).length > 1) throw new Error("Session storage quota bytes exceeded.");
      await set(values);
    };
    expect(await conversations.save(asked("Too much", 5))).toBe(false);
    expect(await conversations.history()).toMatchObject({ shown: null, conversations: [], forgotten: 4 });
  });

  it("come back when they were deleted by mistake", async () => {
    const { conversations } = setUp();
    await conversations.save(conversation([answer()]));
    const removed = await conversations.remove(["conversation-1", "unknown"]);
    expect(removed).toEqual([conversation([answer()])]);
    expect(await conversations.history()).toMatchObject({ shown: null, conversations: [] });
    await conversations.restore(removed);
    expect(await conversations.read("conversation-1")).toEqual(removed[0]);
  });

  it("leave nothing behind", async () => {
    const { area, conversations } = setUp();
    await area.set({ session: "stays" });
    await conversations.save(asked("One", 1));
    await conversations.clear();
    expect(await area.get(["history", "thread:conversation-1", "session"])).toEqual({ session: "stays" });
  });
});

describe("an answer that ends", () => {
  it("is unread where nobody saw it end", async () => {
    const { conversations } = setUp();
    await conversations.save(conversation([null]));
    const unread = async () => (await conversations.history()).conversations[0]?.unread;
    await conversations.settle("conversation-1", "part-0", answer(), false);
    expect(await unread()).toBe(true);
    await conversations.markRead("conversation-1");
    expect(await unread()).toBe(false);
  });

  it("has been read when one page shows it, whichever page stores it first", async () => {
    for (const order of [
      [true, false],
      [false, true],
    ]) {
      const { conversations } = setUp();
      await conversations.save(conversation([null]));
      for (const seen of order) await conversations.settle("conversation-1", "part-0", answer(), seen);
      expect((await conversations.history()).conversations[0]).toMatchObject({
        unread: false,
        running: null,
      });
    }
  });

  it("does not bring back a conversation that is gone", async () => {
    const { conversations } = setUp();
    await conversations.save(conversation([null]));
    await conversations.clear();
    await conversations.settle("conversation-1", "part-0", answer(), false);
    expect(await conversations.history()).toMatchObject({ conversations: [] });
    expect(await conversations.read("conversation-1")).toBeNull();
  });
});
