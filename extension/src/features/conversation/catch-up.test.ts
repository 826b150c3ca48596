import { describe, expect, it } from "vitest";
import type { Answer } from "../../shared/gateway/types.ts";
import { fakeArea, fakeItems } from "../../testing/fake-context.ts";
import { answer, fakeLocks, provider, thread } from "../../testing/fakes.ts";
import { catchUp } from "./catch-up.ts";
import { beginThread, newestPart, newestTurn, type Thread, withPart } from "./conversation.ts";
import { createThreadStore } from "./conversation-store.ts";

const NOW = Date.parse("2026-11-22T13:00:10Z");

async function caughtUp(stored: Thread[], generations: Answer[], now = NOW) {
  const threads = createThreadStore(fakeArea(), fakeLocks());
  for (const one of stored) await threads.save(one);
  const items = fakeItems();
  await items.comparison.set({
    prompt: "Which?",
    runs: [{ provider: "openai", id: "compared" }],
    excluded: [],
  });
  await catchUp({ items, threads }, generations, now);
  return threads;
}

describe("catching up", () => {
  it("keeps what ended meanwhile, unread", async () => {
    const ended = answer({ id: "gen_running" });
    const threads = await caughtUp([thread([null])], [ended]);
    const shown = await threads.shown();
    expect(shown && newestPart(shown).answer).toEqual(ended);
    expect((await threads.history()).threads[0]).toMatchObject({ unread: true, running: null });
  });

  it("leaves what still runs running", async () => {
    const threads = await caughtUp([thread([null])], [answer({ id: "gen_running", status: "running" })]);
    expect((await threads.history()).threads[0]?.running).toMatchObject({ id: "gen_running" });
  });

  it("finds the name of what a page asked for and did not live to hear", async () => {
    const asked = beginThread("Hi", provider(), NOW);
    const created_at = new Date(NOW).toISOString();
    const others = [
      answer({ id: "another's", provider: "gemini", created_at }),
      answer({ id: "older", created_at: "2026-11-22T12:59:00Z" }),
    ];
    const threads = await caughtUp(
      [asked],
      [answer({ id: "mine", status: "running", created_at }), ...others],
    );
    const { threads: all } = await threads.history();
    expect(all).toHaveLength(1);
    expect(all[0]?.running).toMatchObject({ id: "mine" });
  });

  it("waits a while for what is on its way, and then says that it is lost", async () => {
    const asked = beginThread("Hi", provider(), NOW);
    const soon = await caughtUp([asked], []);
    expect((await soon.history()).threads[0]?.running).not.toBeNull();
    const later = await caughtUp([asked], [], NOW + 60_000);
    const lost = await later.shown();
    expect(lost && newestPart(lost).answer).toMatchObject({
      status: "failed",
      error: { code: "generation_not_found", action: "retry" },
    });
  });

  it("does not give up what was asked for while the gateway listed the others", async () => {
    const asked = withPart(beginThread("Hi", provider(), NOW), () => true, { id: "gen_new" });
    const threads = await caughtUp([asked], []);
    expect((await threads.history()).threads[0]?.running).toMatchObject({ id: "gen_new" });
  });

  it("says that an answer is lost which the gateway has forgotten", async () => {
    const threads = await caughtUp([thread([null])], []);
    expect((await threads.history()).threads[0]).toMatchObject({ running: null, failed: true });
  });

  it("shows what runs without a thread", async () => {
    const running = answer({ id: "stranger", status: "running", provider: "gemini" });
    const threads = await caughtUp([thread([answer()])], [running, answer()]);
    const shown = await threads.shown();
    expect(shown && newestTurn(shown)).toMatchObject({ prompt: "", versions: [{ provider: "gemini" }] });
    expect(shown && newestPart(shown).id).toBe("stranger");
    expect((await threads.history()).threads).toHaveLength(2);
  });

  it("leaves what is compared to its own page", async () => {
    const threads = await caughtUp([], [answer({ id: "compared", status: "running" })]);
    expect(await threads.history()).toMatchObject({ shown: null, threads: [] });
  });

  it("lets rest what is over and belongs to no thread", async () => {
    const threads = await caughtUp([], [answer({ id: "stranger" })]);
    expect(await threads.history()).toMatchObject({ shown: null, threads: [] });
  });
});
