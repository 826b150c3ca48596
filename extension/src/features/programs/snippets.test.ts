import { describe, expect, it } from "vitest";
import type { KeyInfo, NewAccessToken } from "../../shared/gateway/types.ts";
import { provider } from "../../testing/fakes.ts";
import { apisOf } from "./apis.ts";
import { snippets } from "./snippets.ts";

const ADDRESS = "http://127.0.0.1:8765";
const MISSING: KeyInfo = { state: "missing", masked: null, added_at: null, checked_at: null };
const OPENAI = provider();
const ANTHROPIC = provider({ id: "anthropic", name: "Anthropic", selected: false });
const GEMINI = provider({ id: "gemini", name: "Gemini", selected: false });
const MISTRAL = provider({ id: "mistral", name: "Mistral", selected: false });
const ALL = [OPENAI, ANTHROPIC, GEMINI];

function issued(providers: string[] | null = null, limit: number | null = null): NewAccessToken {
  return { token: "gtw_abc123", providers, max_cost_usd: limit } as NewAccessToken;
}

function shown(token: NewAccessToken, all = ALL): Record<string, string> {
  const found = snippets(apisOf(token, all, ADDRESS), token);
  return Object.fromEntries(found.map(({ id, text }) => [id, text]));
}

describe("the APIs of a token", () => {
  const selected = { ...GEMINI, selected: true };
  const withoutKey = { ...OPENAI, key: MISSING, selected: false };
  it.each([
    {
      for: "every provider",
      may: null,
      all: ALL,
      are: ["openai:openai", "anthropic:anthropic", "gemini:gemini"],
    },
    { for: "one provider", may: ["gemini"], all: ALL, are: ["openai:gemini", "gemini:gemini"] },
    { for: "one with no API here", may: ["mistral"], all: [...ALL, MISTRAL], are: ["openai:mistral"] },
    { for: "one whose key is gone", may: ["openai"], all: [withoutKey, ANTHROPIC], are: ["openai:openai"] },
    {
      for: "the selected one",
      may: null,
      all: [withoutKey, MISTRAL, selected],
      are: ["openai:gemini", "gemini:gemini"],
    },
  ])("for $for", ({ may, all, are }) => {
    const apis = apisOf(issued(may), all, ADDRESS);
    expect(apis.map(({ id, provider: asked }) => `${id}:${asked}`)).toEqual(are);
    for (const { id, baseUrl } of apis) expect(baseUrl).toBe(id === "openai" ? `${ADDRESS}/v1` : ADDRESS);
  });
});

describe("the snippets", () => {
  it("are there for each API, with the token and the gateway's address", () => {
    const all = shown(issued());
    expect(Object.keys(all)).toEqual([
      "openai-curl",
      "openai-python",
      "anthropic-curl",
      "anthropic-python",
      "gemini-curl",
      "gemini-python",
      "environment",
    ]);
    for (const [id, text] of Object.entries(all)) {
      expect(text.split("gtw_abc123"), id).toHaveLength(id === "environment" ? 4 : 2);
      expect(text, id).toContain(ADDRESS);
    }
  });

  it("name a model of the provider that answers", () => {
    const all = shown(issued(["anthropic"]));
    expect(all["openai-curl"]).toContain('"model": "anthropic"');
    expect(all["openai-python"]).toContain('model="anthropic"');
    expect(all["anthropic-curl"]).toContain('"model": "anthropic"');
    expect(all["gemini-curl"]).toBeUndefined();
    expect(shown(issued())["gemini-curl"]).toContain("/v1beta/models/gemini:generateContent ");
  });

  it("send what is JSON", () => {
    for (const token of [issued(), issued(null, 2), issued(["mistral"], 2)]) {
      for (const [id, text] of Object.entries(shown(token, [...ALL, MISTRAL]))) {
        if (id.endsWith("-curl")) expect(() => JSON.parse(text.split("'")[1] ?? ""), id).not.toThrow();
      }
    }
  });

  it("set the variables of the APIs that the token is for", () => {
    expect(shown(issued(["anthropic"])).environment).toBe(
      [
        `export OPENAI_BASE_URL=${ADDRESS}/v1`,
        "export OPENAI_API_KEY=gtw_abc123",
        `export ANTHROPIC_BASE_URL=${ADDRESS}`,
        "export ANTHROPIC_AUTH_TOKEN=gtw_abc123",
      ].join("\n"),
    );
    expect(shown(issued()).environment).toContain(
      `export GOOGLE_GEMINI_BASE_URL=${ADDRESS}\nexport GEMINI_API_KEY=gtw_abc123`,
    );
  });

  it("ask for a short answer if the token has a limit, by the name that the provider knows", () => {
    const limited = shown(issued(null, 2));
    expect(limited["openai-curl"]).toContain('"max_completion_tokens": 1000');
    expect(limited["openai-python"]).toContain("max_completion_tokens=1000");
    expect(limited["gemini-curl"]).toContain('"maxOutputTokens": 1000');
    expect(limited["gemini-python"]).toContain('"max_output_tokens": 1000');
    expect(shown(issued(["mistral"], 2), [MISTRAL])["openai-curl"]).toContain('"max_tokens": 1000');
    const free = Object.entries(shown(issued()));
    expect(free.filter(([, text]) => /max_?[a-z_]*tokens/i.test(text)).map(([id]) => id)).toEqual([
      "anthropic-curl",
      "anthropic-python",
    ]);
  });
});
