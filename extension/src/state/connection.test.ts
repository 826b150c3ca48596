import { describe, expect, it } from "vitest";
import { whyEnded } from "./connection.ts";

const SESSION = {
  csrf_token: "token",
  created_at: "2026-11-22T08:00:00Z",
  expires_at: "2026-11-23T08:00:00Z",
};

describe("why a session ended", () => {
  it.each([
    ["the gateway started after it began", "2026-11-22T09:00:00Z", "2026-11-22T09:01:00Z", "restarted"],
    ["nobody used it", "2026-11-22T07:00:00Z", "2026-11-22T20:00:00Z", "idle"],
    ["its day was over", "2026-11-22T07:00:00Z", "2026-11-23T08:00:00Z", "lifetime"],
  ])("is told apart: %s", (_, gatewayStartedAt, now, why) => {
    expect(whyEnded(SESSION, gatewayStartedAt, Date.parse(now))).toBe(why);
  });
});
