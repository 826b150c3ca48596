import { describe, expect, it, vi } from "vitest";
import { fakeArea } from "../../testing/fake-context.ts";
import { answer, fakeLocks, provider, thread } from "../../testing/fakes.ts";
import { beginThread, newestPart, type Thread } from "./conversation.ts";
import { createThreadStore } from "./conversation-store.ts";

const ROOMY = { bytes: 1_000_000, threads: 100 };

function setUp(bounds = ROOMY) {
  const area = fakeArea();
  return { area, threads: createThreadStore(area, fakeLocks(), bounds) };
}

function asked(prompt: string, at: number): Thread {
  return beginThread(prompt, provider(), at);
}

describe("the threads", () => {
  it("are shared, with the one that is shown", async () => {
    const { area, threads } = setUp();
    const another = createThreadStore(area, fakeLocks(), ROOMY);
    const heard = vi.fn();
    another.watch(heard);
    await threads.save(thread([answer()]));
    expect(await another.shown()).toEqual(thread([answer()]));
    expect(heard).toHaveBeenLastCalledWith(expect.objectContaining({ shown: "thread-1", forgotten: 0 }));
  });

  it("are listed with the newest question first", async () => {
    const { threads } = setUp();
    await threads.save(asked("Older", 1));
    await threads.save(asked("Newest", 3));
    await threads.save(asked("Between\nand a second line", 2));
    const { threads: all } = await threads.history();
    expect(all.map(({ title }) => title)).toEqual(["Newest", "Between", "Older"]);
    expect(all[0]).toMatchObject({ turns: 1, providers: ["openai"], running: { id: null }, unread: false });
  });

  it("make room, the oldest first, and what runs last", async () => {
    const { threads } = setUp({ bytes: 1_000_000, threads: 2 });
    const running = asked("Runs", 1);
    const done = asked("Done", 2);
    await threads.save(running);
    await threads.save(done);
    await threads.settle(done.id, newestPart(done).ref, answer(), true);
    await threads.save(asked("Newest", 3));
    const history = await threads.history();
    expect(history.threads.map(({ title }) => title)).toEqual(["Newest", "Runs"]);
    expect(history.forgotten).toBe(1);
    expect(await threads.read(done.id)).toBeNull();
    await threads.dismissForgotten();
    expect((await threads.history()).forgotten).toBe(0);
  });

  it("take no more room than there is", async () => {
    const { threads } = setUp({ bytes: 6_000, threads: 100 });
    for (let at = 1; at <= 5; at++) await threads.save(asked("ä".repeat(300), at));
    const { threads: all, forgotten } = await threads.history();
    expect(all.length + forgotten).toBe(5);
    expect(all.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(6_000);
    expect(all.length).toBe(2);
    expect(all[0]?.bytes).toBeGreaterThan(2_400);
  });

  it("leave out one that is larger than that, and say so", async () => {
    const { threads } = setUp({ bytes: 4_000, threads: 100 });
    expect(await threads.save(asked("Small", 1))).toBe(true);
    expect(await threads.save(asked("x".repeat(4_000), 2))).toBe(false);
    expect(await threads.shown()).toBeNull();
    expect((await threads.history()).threads.map(({ title }) => title)).toEqual(["Small"]);
  });

  it("lose one that grows larger than that, and say so", async () => {
    const { threads } = setUp({ bytes: 4_000, threads: 100 });
    await threads.save(thread([null]));
    expect(await threads.settle("thread-1", "part-0", answer({ text: "x".repeat(4_000) }), true)).toBe(false);
    expect(await threads.shown()).toBeNull();
    expect(await threads.settle("thread-1", "part-0", answer(), true)).toBe(true);
  });

  it("give way where something else has filled the browser's memory", async () => {
    const { area, threads } = setUp();
    for (let at = 1; at <= 3; at++) await threads.save(asked(`Question ${at}`, at));
    const set = area.set;
    area.set = async (values) => {
      const { threads: all } = values.history as { threads: unknown[] };
      if (all.length > 2) throw new Error("Session storage quota bytes exceeded.");
      await set(values);
    };
    expect(await threads.save(asked("Newest", 4))).toBe(true);
    const { threads: all, forgotten } = await threads.history();
    expect(all.map(({ title }) => title)).toEqual(["Newest", "Question 3"]);
    expect(forgotten).toBe(2);
    area.set = async (values) => {
      if (Object.keys(values).length > 1) throw new Error("Session storage quota bytes exceeded.");
      await set(values);
    };
    expect(await threads.save(asked("Too much", 5))).toBe(false);
    expect(await threads.history()).toMatchObject({ shown: null, threads: [], forgotten: 4 });
  });

  it("come back when they were deleted by mistake", async () => {
    const { threads } = setUp();
    await threads.save(thread([answer()]));
    const removed = await threads.remove(["thread-1", "unknown"]);
    expect(removed).toEqual([thread([answer()])]);
    expect(await threads.history()).toMatchObject({ shown: null, threads: [] });
    await threads.restore(removed);
    expect(await threads.read("thread-1")).toEqual(removed[0]);
  });

  it("leave nothing behind", async () => {
    const { area, threads } = setUp();
    await area.set({ session: "stays" });
    await threads.save(asked("One", 1));
    await threads.clear();
    expect(await area.get(["history", "thread:thread-1", "session"])).toEqual({ session: "stays" });
  });
});

describe("an answer that ends", () => {
  it("waits for its reader where nobody saw it", async () => {
    const { threads } = setUp();
    await threads.save(thread([null]));
    const unread = async () => (await threads.history()).threads[0]?.unread;
    await threads.settle("thread-1", "part-0", answer(), false);
    expect(await unread()).toBe(true);
    await threads.markRead("thread-1");
    expect(await unread()).toBe(false);
  });

  it("has been read when one page shows it, whoever else brings it", async () => {
    for (const order of [
      [true, false],
      [false, true],
    ]) {
      const { threads } = setUp();
      await threads.save(thread([null]));
      for (const seen of order) await threads.settle("thread-1", "part-0", answer(), seen);
      expect((await threads.history()).threads[0]).toMatchObject({ unread: false, running: null });
    }
  });

  it("does not bring back a thread that is gone", async () => {
    const { threads } = setUp();
    await threads.save(thread([null]));
    await threads.clear();
    await threads.settle("thread-1", "part-0", answer(), false);
    expect(await threads.history()).toMatchObject({ threads: [] });
    expect(await threads.read("thread-1")).toBeNull();
  });
});
