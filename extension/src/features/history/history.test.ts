// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import type { Gateway } from "../../shared/gateway/client.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import { fakeContext } from "../../testing/fake-context.ts";
import { answer, conversation, provider } from "../../testing/fakes.ts";
import { createHistory } from "./history.ts";

function setUp(gateway: Partial<Gateway> = {}) {
  const context = fakeContext(gateway);
  context.store.dispatch({ type: "loaded", providers: [provider()], conversation: null });
  const { conversations: stored, store } = context;
  return { history: createHistory(context), stored, store, state: () => store.state.value };
}

describe("the history", () => {
  it("shows a conversation in every page, and closes", async () => {
    const { history, stored, store, state } = setUp();
    await stored.save(conversation([answer()]));
    await stored.save({ ...conversation([answer()]), id: "conversation-2" });
    history.toggle();
    store.dispatch({ type: "problem", error: errorBody({ code: "internal" }) });
    await history.open("conversation-1");
    expect(await stored.shown()).toMatchObject({ id: "conversation-1" });
    expect(state()).toMatchObject({ historyOpen: false, problem: null });
  });

  it("stops what it deletes, and restores it", async () => {
    const stopGeneration = vi.fn(async () => answer({ status: "stopped" }));
    const { history, stored } = setUp({ stopGeneration });
    await stored.save(conversation([null]));
    const removed = await history.remove(["conversation-1"]);
    expect(removed).toHaveLength(1);
    expect(stopGeneration).toHaveBeenCalledWith("gen_running");
    expect(await stored.read("conversation-1")).toBeNull();
    await history.restore(removed);
    expect(await stored.read("conversation-1")).toEqual(removed[0]);
  });

  it("calls an exported file after what can be seen of the prompt", async () => {
    const { history, stored } = setUp();
    const [turn] = conversation([answer()]).turns;
    if (!turn) throw new Error("No turn");
    const prompt = "pass\u200Bword \u202E\u{E0068}\u{E0069}\u3164?";
    await stored.save(conversation([answer()], { turns: [{ ...turn, prompt }] }));
    const file = await history.exportMarkdown("conversation-1");
    expect(file?.name).toMatch(/-password\.md$/);
    expect(file?.text).toMatch(/^# password \?\n/);
    // What was sent stays as it is.
    expect(file?.text).toContain(`> ${prompt}\n`);
  });
});
