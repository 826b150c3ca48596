import { expect, it, vi } from "vitest";
import { answer, conversation } from "../../testing/fakes.ts";

const stored = vi.hoisted(() => {
  const values: Record<string, unknown> = {};
  vi.stubGlobal("navigator", { locks: { request: (_: string, __: object, work: () => unknown) => work() } });
  return values;
});

vi.mock("wxt/browser", () => {
  const session = {
    get: async () => ({ ...stored }),
    set: async (changed: object) => void Object.assign(stored, changed),
    remove: async (keys: string | string[]) => {
      for (const key of [keys].flat()) delete stored[key];
    },
  };
  return { browser: { storage: { session } } };
});

const { sessionItems, sessionStore, sessionConversations } = await import("./session-storage.ts");

it("leaves a new session nothing of what was asked in the one before", async () => {
  await sessionConversations.save(conversation([answer()]));
  await sessionItems.comparison.set({ prompt: "Compared", runs: [], excluded: [] });
  await sessionItems.draft.set({ text: "Not sent yet", author: "page" });
  await sessionStore.set({ csrf_token: "new", created_at: "", expires_at: "" });
  expect(Object.keys(stored).sort()).toEqual(["draft", "session"]);
});
