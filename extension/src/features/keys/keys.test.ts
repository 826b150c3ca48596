import { describe, expect, it } from "vitest";
import { errorBody, GatewayAway, GatewayError } from "../../shared/gateway/errors.ts";
import { fakeContext } from "../../testing/fake-context.ts";
import { createKeys } from "./keys.ts";

describe("saving a key", () => {
  const KEY = { state: "valid", masked: "sk-…WXYZ", added_at: null, checked_at: null } as const;
  const refused = errorBody({ code: "key_rejected" });

  it.each([
    ["is saved", async () => KEY, null],
    ["is refused", () => Promise.reject(new GatewayError(refused)), refused],
    ["meets no gateway", () => Promise.reject(new GatewayAway()), "away"],
  ])("tells that it %s", async (_, saveKey, told) => {
    const models = { refresh: async () => {}, announceChange: () => {} };
    expect(await createKeys(fakeContext({ saveKey }), models).save("openai", "sk-1", false)).toEqual(told);
  });
});
