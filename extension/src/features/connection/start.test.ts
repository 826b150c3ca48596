import { describe, expect, it } from "vitest";
import { DEFAULT_PORT, gatewayAddress } from "../../shared/gateway/address.ts";
import type { Started, Starter } from "../../shared/gateway/starter.ts";
import { fakeContext, fakeItems } from "../../testing/fake-context.ts";
import { createStart } from "./start.ts";

const STARTED: Started = { name: "started", address: gatewayAddress(DEFAULT_PORT) };

const POPUP = "chrome-extension://gatehouse/popup.html";

/** The view of an absent gateway in a browser that answers like this. */
function setUp({ permitted = true, canCall = true, outcome = STARTED, items = fakeItems() } = {}) {
  const happened: string[] = [];
  const starter: Starter = {
    askPermission: async () => permitted,
    mayStart: async () => permitted,
    canCall: () => canCall,
    identify: async () => ({ name: "silent" }),
    start: async () => {
      happened.push("start");
      return outcome;
    },
  };
  const context = { ...fakeContext({}, items), starter, reloadPage: () => happened.push("reload") };
  context.store.dispatch({ type: "gateway-away" });
  const actions = createStart(context, async () => void happened.push("load"));
  return { ...actions, happened, items, shown: () => context.store.state.value.start };
}

describe("Start", () => {
  it("starts the gateway and looks for it", async () => {
    const { start, happened, items, shown } = setUp();
    await start();
    expect(happened).toEqual(["start", "load"]);
    expect(items.startWanted.value).toBeUndefined();
    expect(shown()).toEqual({ name: "idle" });
  });

  it("says so when the person does not permit it", async () => {
    const { start, resume, happened, shown } = setUp({ permitted: false });
    await start();
    await resume();
    expect(happened).toEqual([]);
    expect(shown()).toEqual({ name: "failed", why: "not-permitted" });
  });

  it("goes on in a page that knows the new permission", async () => {
    const before = setUp({ canCall: false });
    await before.start();
    expect(before.happened).toEqual(["reload"]);
    const after = setUp({ items: before.items });
    await after.resume();
    expect(after.happened).toEqual(["start", "load"]);
  });

  it("goes on once, and not without having been asked", async () => {
    const { resume, happened, items } = setUp();
    await resume();
    expect(happened).toEqual([]);
    await items.startWanted.set(POPUP);
    await resume();
    await resume();
    expect(happened).toEqual(["start", "load"]);
  });

  it("forgets the wish of a popup whose question was answered with no", async () => {
    const { resume, happened, items } = setUp({ permitted: false });
    await items.startWanted.set(POPUP);
    await resume();
    expect(happened).toEqual([]);
    expect(items.startWanted.value).toBeUndefined();
  });

  it.each<[Started, object]>([
    [{ name: "not-set-up" }, { why: "not-set-up" }],
    [
      { name: "refused", message: "The port is taken." },
      { why: "refused", detail: "The port is taken." },
    ],
    [
      { name: "started", address: "http://127.0.0.1:9000" },
      { why: "elsewhere", detail: "http://127.0.0.1:9000" },
    ],
  ])("tells what stood in its way: %o", async (outcome, shown) => {
    const app = setUp({ outcome });
    await app.start();
    expect(app.happened).toEqual(["start"]);
    expect(app.shown()).toEqual({ name: "failed", ...shown });
  });
});
