import { describe, expect, it } from "vitest";
import { snippets } from "./snippets.ts";

describe("the snippets", () => {
  const all = snippets("http://127.0.0.1:8765", "gtw_abc123", "gemini");

  it("each hold the token once, the gateway's address, and the provider", () => {
    expect(all.map(({ id }) => id)).toEqual(["curl", "python", "openai"]);
    for (const { text } of all) {
      expect(text.split("gtw_abc123")).toHaveLength(2);
      expect(text).toContain("http://127.0.0.1:8765/");
      expect(text).toContain('"gemini"');
    }
  });
});
