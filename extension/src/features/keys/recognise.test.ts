import { describe, expect, it } from "vitest";
import { maskKey } from "./mask.ts";
import { holdsKey, recogniseKeys } from "./recognise.ts";

const PROVIDERS = [
  { id: "openai", name: "OpenAI", key_prefixes: ["sk-proj-", "sk-svcacct-", "sk-"] },
  { id: "anthropic", name: "Anthropic", key_prefixes: ["sk-ant-api03-", "sk-ant-"] },
  { id: "gemini", name: "Gemini", key_prefixes: ["AIza", "AQ."] },
  { id: "team", name: "Team proxy", key_prefixes: [] },
];
const OPENAI = "sk-proj-aB3dE6gH9jK2mN5pQ8sT1vW4yZ7aB3dE6gH9jK2m";
const CLASSIC = "sk-aB3dE6gH9jK2mN5pQ8sT1vW4yZ7aB3dE6gH9jK2mN5pQ8";
const SERVICE = "sk-svcacct-aB3dE6gH9jK2mN5pQ8sT1vW4yZ7a";
const ANTHROPIC = "sk-ant-api03-aB3dE6gH9jK2mN5pQ8sT1vW4yZ7-_aB3dE6gH9AA";
const GEMINI = "AIzaSyaB3dE6gH9jK2mN5pQ8sT1vW4yZ7aB3dE6";
const GEMINI_NEW = "AQ.Ab8RN6aB3dE6gH9jK2mN5pQ8sT1vW4yZ7";
const UNKNOWN = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7aB3d=";

const recognise = (text: string) => recogniseKeys(text, PROVIDERS).keys;

describe("recogniseKeys", () => {
  it.each([
    [OPENAI, "openai"],
    [CLASSIC, "openai"],
    [SERVICE, "openai"],
    [ANTHROPIC, "anthropic"],
    [GEMINI, "gemini"],
    [GEMINI_NEW, "gemini"],
    [UNKNOWN, null],
    [`sk-or-v1-${"a1".repeat(20)}`, null],
  ])("knows %s by its form", (key, provider) => {
    expect(recognise(key)).toEqual([{ key, provider }]);
  });

  it.each([
    `OPENAI_API_KEY="${OPENAI}"`,
    `export OPENAI_API_KEY='${OPENAI}'`,
    `OPENAI_API_KEY = ${OPENAI}`,
    `"openai": "${OPENAI}",`,
    `{"openai":"${OPENAI}"}`,
    `OpenAI: ${OPENAI}`,
    `OPENAI_API_KEY=${OPENAI};`,
    `  ${OPENAI}\r\n`,
    `<${OPENAI}>`,
  ])("takes the key out of %s", (text) => {
    expect(recognise(text)).toEqual([{ key: OPENAI, provider: "openai" }]);
  });

  it("takes several at once, in their order, each once", () => {
    const text = `# my keys\nANTHROPIC_API_KEY=${ANTHROPIC}\nOPENAI_API_KEY="${OPENAI}"\n\n${GEMINI} ${OPENAI}`;
    expect(recognise(text)).toEqual([
      { key: ANTHROPIC, provider: "anthropic" },
      { key: OPENAI, provider: "openai" },
      { key: GEMINI, provider: "gemini" },
    ]);
  });

  it("reads the provider of an unknown form from its label", () => {
    expect(recognise(`TEAM_API_KEY=${UNKNOWN}`)).toEqual([{ key: UNKNOWN, provider: "team" }]);
  });

  it("asks the person where the recognised provider is not in the catalogue", () => {
    expect(recogniseKeys(OPENAI, PROVIDERS.slice(1)).keys).toEqual([{ key: OPENAI, provider: null }]);
  });

  it("follows the longest prefix, whichever provider has it", () => {
    const team = { id: "team", name: "Team proxy", key_prefixes: ["sk-team-", "sk-proj-team-"] };
    const own = `sk-proj-team-${UNKNOWN}`;
    for (const providers of [
      [...PROVIDERS, team],
      [team, ...PROVIDERS],
    ]) {
      expect(recogniseKeys(own, providers).keys).toEqual([{ key: own, provider: "team" }]);
      expect(recogniseKeys(OPENAI, providers).keys).toEqual([{ key: OPENAI, provider: "openai" }]);
    }
  });

  it("knows a key of OpenRouter's where OpenRouter is in the catalogue", () => {
    const openrouter = { id: "openrouter", name: "OpenRouter", key_prefixes: ["sk-or-"] };
    const key = `sk-or-v1-${"a1".repeat(20)}`;
    expect(recogniseKeys(key, [...PROVIDERS, openrouter]).keys).toEqual([{ key, provider: "openrouter" }]);
  });

  it("goes by the label where two providers have the same prefix", () => {
    const providers = [...PROVIDERS, { id: "proxy", name: "Proxy", key_prefixes: ["sk-"] }];
    expect(recogniseKeys(CLASSIC, providers).keys).toEqual([{ key: CLASSIC, provider: null }]);
    expect(recogniseKeys(`PROXY_KEY=${CLASSIC}`, providers).keys).toEqual([
      { key: CLASSIC, provider: "proxy" },
    ]);
  });

  it("takes a key of letters alone for one only with a prefix", () => {
    const letters = "aBcDeFgHiJkLmNoPqRsTuVwXyZ";
    expect(recognise(letters)).toEqual([]);
    expect(recognise(`AIza${letters}`)).toEqual([{ key: `AIza${letters}`, provider: "gemini" }]);
  });

  it.each([
    "",
    "hello",
    "sk-short",
    "https://platform.openai.com/api-keys/settings/1",
    "internationalisation-of-words",
    "the quick brown fox jumps over the lazy dog 20 times",
    `sk-${"x".repeat(600)}`,
  ])("finds no key in %j", (text) => {
    expect(recognise(text)).toEqual([]);
  });
});

describe("holdsKey", () => {
  it.each([OPENAI, CLASSIC, SERVICE, ANTHROPIC, GEMINI, GEMINI_NEW, UNKNOWN])("finds %s", (key) => {
    expect(holdsKey(`Ask with ${key}, please`)).toBe(true);
    expect(holdsKey(`key:${key}`)).toBe(true);
  });

  it("finds one within an address", () => {
    expect(holdsKey(`See https://example.com/?key=${GEMINI}`)).toBe(true);
  });

  it("lets a prompt pass", () => {
    expect(holdsKey("Translate {selection} into {language}, in at most 20 words.")).toBe(false);
  });
});

describe("maskKey", () => {
  it.each([OPENAI, CLASSIC, SERVICE, ANTHROPIC, GEMINI, GEMINI_NEW, UNKNOWN])("hides %s", (key) => {
    const masked = maskKey(key, PROVIDERS);
    expect(masked.endsWith(`…${key.slice(-4)}`)).toBe(true);
    expect(key.startsWith(masked.slice(0, masked.indexOf("…")))).toBe(true);
    expect(masked.length).toBeLessThan(20);
  });
});
