import { describe, expect, it } from "vitest";
import { fakeContext, fakeItems } from "../testing/fake-context.ts";
import { answer, thread } from "../testing/fakes.ts";
import type { Thread } from "../threads/thread.ts";
import { createDrafts } from "./drafts.ts";
import { asksOn } from "./selectors.ts";

async function openPage(items = fakeItems(), pageId = "page") {
  const context = fakeContext({}, items, pageId);
  const drafts = createDrafts(context);
  await drafts.open();
  const show = (one: Thread) => context.store.dispatch({ type: "thread-shown", thread: one });
  return { drafts, items, show, state: () => context.store.state.value };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

describe("the draft", () => {
  it("is there again in the next popup", async () => {
    const { drafts, items } = await openPage();
    drafts.write("Hello");
    expect((await openPage(items, "next")).state().draft).toBe("Hello");
  });

  it("is shared with the other page, and its echo changes nothing", async () => {
    const items = fakeItems();
    const popup = await openPage(items, "popup");
    const panel = await openPage(items, "panel");
    popup.drafts.write("H");
    popup.drafts.write("He");
    await settled();
    expect(popup.state().draft).toBe("He");
    expect(panel.state().draft).toBe("He");
  });
});

describe("a selection", () => {
  const SELECTION = { text: "Selected", at: 1 };

  it("waits for the page that opens", async () => {
    const items = fakeItems();
    await items.selection.set(SELECTION);
    const { state } = await openPage(items);
    expect(state()).toMatchObject({ draft: "Selected", focus: "prompt", previousDraft: null });
  });

  it("reaches a page that is open, and is taken once", async () => {
    const { drafts, items, state } = await openPage();
    await items.selection.set(SELECTION);
    expect(state().draft).toBe("Selected");
    drafts.write("Selected and edited");
    expect((await openPage(items, "next")).state().draft).toBe("Selected and edited");
  });

  it("puts a draft aside, which can be restored", async () => {
    const { drafts, items, state } = await openPage();
    drafts.write("My draft");
    await items.selection.set(SELECTION);
    expect(state()).toMatchObject({ draft: "Selected", previousDraft: "My draft" });
    drafts.restorePrevious();
    expect(state()).toMatchObject({ draft: "My draft", previousDraft: null });
    expect(items.previousDraft.value).toBeUndefined();
  });

  it("keeps the same draft aside in two open pages", async () => {
    const items = fakeItems();
    const popup = await openPage(items, "popup");
    const panel = await openPage(items, "panel");
    popup.drafts.write("My draft");
    await settled();
    await items.selection.set(SELECTION);
    await settled();
    for (const page of [popup, panel]) {
      expect(page.state()).toMatchObject({ draft: "Selected", previousDraft: "My draft" });
    }
  });

  it("does nothing when it is empty", async () => {
    const { drafts, items, state } = await openPage();
    drafts.write("My draft");
    await items.selection.set({ text: "", at: 2 });
    expect(state().draft).toBe("My draft");
  });

  it("is no question that follows up, until it has been sent or taken out", async () => {
    const { drafts, items, show, state } = await openPage();
    show(thread([answer()]));
    drafts.write("And then?");
    expect(asksOn(state())).toBe(true);
    await items.selection.set(SELECTION);
    drafts.write("Selected, and edited");
    expect(asksOn(state())).toBe(false);
    drafts.write("");
    drafts.write("And then?");
    expect(asksOn(state())).toBe(true);
    drafts.write("Hi");
    expect(asksOn(state())).toBe(false);
  });
});
