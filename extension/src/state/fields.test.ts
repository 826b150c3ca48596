import { describe, expect, it } from "vitest";
import { fakeContext, fakeItems } from "../testing/fake-context.ts";
import { answer, provider } from "../testing/fakes.ts";
import { answeredThread, followedUp } from "../threads/thread.ts";
import { createFields } from "./fields.ts";
import { answeredField } from "./selectors.ts";

const field = (mark: string) => ({ tabId: 1, documentId: "document", mark });

async function openPage(items = fakeItems()) {
  const context = fakeContext({}, items);
  const fields = createFields(context);
  await fields.open();
  const answers = (prompt: string) => {
    const begun = answeredThread(prompt, answer());
    // Whatever is asked further on is about the same field.
    const thread = followedUp(begun, "Shorter, please", provider(), 2);
    context.store.dispatch({ type: "thread-shown", thread });
  };
  return { fields, items, answers, field: () => answeredField(context.store.state.value) };
}

describe("an editable field", () => {
  it("belongs to the answer of its prompt, in every page", async () => {
    const page = await openPage();
    await page.fields.keep("Improve this", field("one"));
    page.answers("Improve this");
    expect(page.field()).toEqual(field("one"));
    page.answers("Something else");
    expect(page.field()).toBeNull();

    const next = await openPage(page.items);
    next.answers("Improve this");
    expect(next.field()).toEqual(field("one"));
  });

  it("is the newest where the same was asked twice, and the oldest are forgotten", async () => {
    const { fields, items, answers, field: shown } = await openPage();
    await fields.keep("Same", field("first"));
    await fields.keep("Same", field("second"));
    answers("Same");
    expect(shown()).toEqual(field("second"));
    for (let at = 0; at < 20; at++) await fields.keep(`Another ${at}`, field("other"));
    expect(shown()).toBeNull();
    expect(items.fieldPrompts.value).toHaveLength(10);
  });
});
