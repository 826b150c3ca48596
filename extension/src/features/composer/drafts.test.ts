import { describe, expect, it } from "vitest";
import { errorBody } from "../../shared/gateway/errors.ts";
import { fakeContext, fakeItems } from "../../testing/fake-context.ts";
import { answer, conversation, fakeLocks } from "../../testing/fakes.ts";
import { createPrompt } from "../compare/prompt.ts";
import type { Conversation } from "../conversation/conversation.ts";
import { createDrafts } from "./drafts.ts";
import { isFollowUp } from "./state.ts";

const FIELD = { tabId: 1, documentId: "document", mark: "mark" };

async function openPage(items = fakeItems(), pageId = "page", locks = fakeLocks()) {
  const context = fakeContext({}, items, pageId, undefined, locks);
  const asked: string[] = [];
  const drafts = createDrafts(context, (prompt) => asked.push(prompt));
  await drafts.open();
  const show = (one: Conversation) =>
    context.store.dispatch({ type: "conversation-shown", conversation: one });
  return { drafts, items, asked, show, state: () => context.store.state.value };
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

  it("leaves aside what the person wrote when another selection takes the place of the first", async () => {
    const { drafts, items, state } = await openPage();
    drafts.write("My draft");
    await items.selection.set(SELECTION);
    await items.selection.set({ text: "Another", at: 2 });
    expect(state()).toMatchObject({ draft: "Another", previousDraft: "My draft" });
    // One that the person has written into is put aside where nothing is.
    drafts.restorePrevious();
    drafts.write("");
    await items.selection.set({ text: "A third", at: 3 });
    drafts.write("A third, and why");
    await items.selection.set({ text: "A fourth", at: 4 });
    expect(state()).toMatchObject({ draft: "A fourth", previousDraft: "A third, and why" });
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
    show(conversation([answer()]));
    drafts.write("And then?");
    expect(isFollowUp(state())).toBe(true);
    await items.selection.set(SELECTION);
    drafts.write("Selected, and edited");
    expect(isFollowUp(state())).toBe(false);
    drafts.write("");
    drafts.write("And then?");
    expect(isFollowUp(state())).toBe(true);
    drafts.write("Hi");
    expect(isFollowUp(state())).toBe(false);
  });
});

describe("a selection from an editable field, or one that was cut", () => {
  const SELECTION = { text: "Selected", at: 1, cut: true, field: FIELD };

  it("is known as such, in the next popup too, until the draft is something else", async () => {
    const { drafts, items, state } = await openPage();
    await items.selection.set(SELECTION);
    drafts.write("Selected and edited");
    expect(state().draftCut).toBe(true);
    expect(drafts.field()).toEqual(FIELD);

    const next = await openPage(items, "next");
    expect(next.state().draftCut).toBe(true);
    expect(next.drafts.field()).toEqual(FIELD);

    drafts.write("");
    await settled();
    for (const page of [{ drafts, state }, next]) {
      expect(page.state().draftCut).toBe(false);
      expect(page.drafts.field()).toBeNull();
    }
    expect((await openPage(items, "last")).state().draft).toBe("");
  });

  it("does not belong to the question after it, but to the failed one while it is corrected", async () => {
    for (const error of [null, errorBody({ code: "content_blocked" })]) {
      const { drafts, items, show, state } = await openPage();
      await items.selection.set(SELECTION);
      drafts.write("Hi");
      show(conversation([answer({ error })]));
      drafts.write("And then?");
      expect(state().draftCut).toBe(error !== null);
      expect(drafts.field()).toEqual(error && FIELD);
    }
  });

  it("is forgotten at sign-out, in a page that stays open", async () => {
    const { drafts, items } = await openPage();
    await items.selection.set(SELECTION);
    await items.clear();
    drafts.write("A new day");
    expect(drafts.field()).toBeNull();
    expect(items.draft.value).toEqual({ text: "A new day", author: "page" });
  });

  it("has nothing to do with what is compared after it", async () => {
    for (const next of ["", "Something else"]) {
      const items = fakeItems();
      await items.draft.set({ text: "Selected", author: "popup", selectionAt: 1, cut: true, field: FIELD });
      const prompt = createPrompt(fakeContext({}, items, "compare"), () => "Selected");
      await prompt.open();
      prompt.write(next);
      expect(items.draft.value).toEqual({ text: next, author: "compare", selectionAt: 1 });
    }
  });

  it("has nothing to do with a draft that is fetched back", async () => {
    const { drafts, items, state } = await openPage();
    drafts.write("My draft");
    await items.selection.set(SELECTION);
    drafts.restorePrevious();
    expect(state()).toMatchObject({ draft: "My draft", draftCut: false });
    expect(drafts.field()).toBeNull();
  });
});

describe("a quick action", () => {
  const action = (at = Date.now()) => ({ text: "Summarise this", at, run: true });

  it("is asked at once", async () => {
    const { items, asked, state } = await openPage();
    await items.selection.set(action());
    await settled();
    expect(asked).toEqual(["Summarise this"]);
    expect(state().draft).toBe("Summarise this");
  });

  it("is asked by the page that opens for it, and by no other after it", async () => {
    const items = fakeItems();
    await items.selection.set(action());
    const panel = await openPage(items, "panel");
    await settled();
    const popup = await openPage(items, "popup");
    await settled();
    expect([panel.asked, popup.asked]).toEqual([["Summarise this"], []]);
  });

  it("is asked once where two pages hear of it together", async () => {
    const [items, locks] = [fakeItems(), fakeLocks()];
    const popup = await openPage(items, "popup", locks);
    const panel = await openPage(items, "panel", locks);
    await items.selection.set(action());
    await settled();
    expect([...popup.asked, ...panel.asked]).toEqual(["Summarise this"]);
  });

  it("waits for the person where no page was there to take it for long", async () => {
    const items = fakeItems();
    await items.selection.set(action(Date.now() - 60_000));
    const { asked, state } = await openPage(items);
    await settled();
    expect(asked).toEqual([]);
    expect(state()).toMatchObject({ draft: "Summarise this", focus: "prompt" });
  });
});

describe("the last prompt", () => {
  it("comes back into an empty field only", async () => {
    const { drafts, show, state } = await openPage();
    drafts.recall();
    expect(state().draft).toBe("");
    show(conversation([answer()]));
    drafts.recall();
    expect(state().draft).toBe("Hi");
    drafts.write("Something else");
    drafts.recall();
    expect(state().draft).toBe("Something else");
  });
});
