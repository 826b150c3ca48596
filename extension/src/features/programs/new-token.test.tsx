// @vitest-environment jsdom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { App } from "../../entrypoints/app/app.ts";
import { AppProviders } from "../../entrypoints/app/app-providers.tsx";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import type { AccessToken, KeyInfo, NewAccessToken } from "../../shared/gateway/types.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { provider } from "../../testing/fakes.ts";
import { NewTokenForm } from "./new-token-form.tsx";
import { NewTokenShown } from "./new-token-shown.tsx";
import { TokenRow } from "./token-row.tsx";

const MISSING: KeyInfo = { state: "missing", masked: null, added_at: null, checked_at: null };
const PROVIDERS = [
  provider({ key: MISSING }),
  provider({ id: "anthropic", name: "Anthropic", selected: false }),
  provider({ id: "gemini", name: "Gemini", selected: false }),
];

function show(content: preact.ComponentChild): void {
  const app = { state: signal({ ...INITIAL_STATE, providers: PROVIDERS }) } as unknown as App;
  act(() => render(<AppProviders app={app}>{content}</AppProviders>, document.body));
}

afterEach(() => {
  act(() => render(null, document.body));
});

describe("the limit of a new token", () => {
  it.each([
    ["", null],
    ["2.5", 2.5],
    ["0", undefined],
    ["-1", undefined],
  ])("%j asks for %j dollars", async (typed, asked) => {
    const onIssue = vi.fn(async () => false);
    show(<NewTokenForm error={null} onIssue={onIssue} />);
    const field = document.querySelector<HTMLInputElement>("input[type=number]");
    if (!field) throw new Error("No field");
    act(() => {
      field.value = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await act(() => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
    if (asked === undefined) {
      expect(onIssue).not.toHaveBeenCalled();
      expect(field.validationMessage).toContain("more than 0");
    } else expect(onIssue).toHaveBeenCalledWith(expect.objectContaining({ max_cost_usd: asked }));
  });
});

it("gives a new token a name without invisible characters", async () => {
  await loadMarkdown();
  const onIssue = vi.fn(async () => false);
  show(<NewTokenForm error={null} onIssue={onIssue} />);
  const field = document.querySelector<HTMLInputElement>("input:not([type])");
  if (!field) throw new Error("No field");
  for (const [typed, name] of [
    ["My\u200B \u202Eeditor", "My editor"],
    ["\u200B", "Unnamed"],
  ] as const) {
    act(() => {
      field.value = typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
    await act(() => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
    expect(onIssue).toHaveBeenLastCalledWith(expect.objectContaining({ name }));
  }
});

function field(label: string): HTMLInputElement & HTMLSelectElement {
  const labels = [...document.querySelectorAll("label")];
  const found = labels.find((one) => one.textContent?.startsWith(label))?.querySelector("input, select");
  if (!found) throw new Error(`No field ${label}`);
  return found as HTMLInputElement & HTMLSelectElement;
}

function enter(label: string, value: string): void {
  const one = field(label);
  act(() => {
    one.value = value;
    one.dispatchEvent(new Event(one.localName === "select" ? "change" : "input", { bubbles: true }));
  });
}

const create = () => act(() => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());

describe("the models and the app of a new token", () => {
  it("are the fixed ones and none, unless the person chooses others", async () => {
    const onIssue = vi.fn(async () => false);
    show(<NewTokenForm error={null} onIssue={onIssue} />);
    await create();
    expect(onIssue).toHaveBeenLastCalledWith(expect.objectContaining({ models: "fixed", origin: null }));
    enter("Models", "any");
    enter("The app’s origin", " app://obsidian.md ");
    await create();
    expect(onIssue).toHaveBeenLastCalledWith(
      expect.objectContaining({ models: "any", origin: "app://obsidian.md" }),
    );
  });

  it("shows at the field of the origin that the gateway refused it", () => {
    const onIssue = vi.fn(async () => false);
    show(<NewTokenForm error={null} onIssue={onIssue} />);
    const origin = field("The app’s origin");
    expect(origin.getAttribute("aria-invalid")).toBe("false");
    expect(origin.closest("details")?.open).toBe(false);
    show(<NewTokenForm error={errorBody({ code: "invalid_request", field: "name" })} onIssue={onIssue} />);
    expect(document.querySelector("[role=alert]")).toBeNull();

    show(<NewTokenForm error={errorBody({ code: "invalid_request", field: "origin" })} onIssue={onIssue} />);
    expect(origin.closest("details")?.open).toBe(true);
    expect(document.activeElement).toBe(origin);
    expect(origin.getAttribute("aria-invalid")).toBe("true");
    const described = origin.getAttribute("aria-describedby")?.split(" ") ?? [];
    const texts = described.map((id) => document.getElementById(id)?.textContent);
    expect(texts[0]).toContain("such as app://obsidian.md");
    expect(texts).toHaveLength(2);
    expect(document.querySelector("[role=alert]")?.textContent).toBe(texts[0]);
  });
});

describe("a token that has been issued", () => {
  const token = {
    id: "1",
    name: "Notes",
    token: "gtw_abc",
    providers: null,
    models: "fixed",
    max_cost_usd: null,
  } as NewAccessToken;
  const shown = (parts: Partial<NewAccessToken> = {}) =>
    show(<NewTokenShown token={{ ...token, ...parts }} address="http://127.0.0.1:8765" onDone={() => {}} />);
  const example = () => document.querySelector("textarea")?.value ?? "";

  it.each([
    [null, "anthropic", ["OpenAI", "Anthropic", "Gemini"]],
    [["gemini"], "gemini", ["OpenAI", "Gemini"]],
  ])("for %j asks %s, which it may use and which has a key", (providers, asked, names) => {
    shown({ providers });
    expect(example()).toContain(`"model": "${asked}"`);
    const urls = [...document.querySelectorAll(".token-urls li")];
    expect(urls.map((one) => one.querySelector("span")?.textContent)).toEqual(names);
  });

  it("has the base URL of each API with a button that copies it", async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    shown();
    const copy = document.querySelector<HTMLButtonElement>("[aria-label='Copy the base URL of OpenAI']");
    await act(async () => copy?.click());
    expect(writeText).toHaveBeenLastCalledWith("http://127.0.0.1:8765/v1");
    expect(copy?.textContent).toBe("Copied");
    const gemini = document.querySelector<HTMLButtonElement>("[aria-label='Copy the base URL of Gemini']");
    await act(async () => gemini?.click());
    expect(writeText).toHaveBeenLastCalledWith("http://127.0.0.1:8765");
    vi.unstubAllGlobals();
  });

  it("says which models a program may name", () => {
    shown();
    expect(document.body.textContent).toContain("Models: anthropic and gemini");
    expect(document.body.textContent).not.toContain("any other");
    shown({ models: "any" });
    expect(document.body.textContent).toContain("Models: anthropic and gemini, and any other of these");
  });

  it("shows the chosen example, and another if that one is no longer true", () => {
    shown();
    const choice = document.querySelector("select");
    if (!choice) throw new Error("No choice");
    act(() => {
      choice.value = "gemini-python";
      choice.dispatchEvent(new Event("change", { bubbles: true }));
    });
    expect(example()).toContain("from google import genai");
    shown({ providers: ["anthropic"] });
    expect(example()).toContain("/v1/chat/completions");
    expect(choice.value).toBe("openai-curl");
  });
});

describe("a token in the list", () => {
  const token: AccessToken = {
    id: "1",
    name: "Notes",
    last4: "wxyz",
    created_at: "2026-11-22T13:00:00Z",
    expires_at: "2026-11-22T14:00:00Z",
    last_used_at: null,
    providers: null,
    models: "fixed",
    origin: null,
    max_cost_usd: null,
    spent_usd: 0,
    requests: 0,
  };
  const facts = (parts: Partial<AccessToken>) => {
    show(
      <ul>
        <TokenRow token={{ ...token, ...parts }} onRevoke={async () => {}} />
      </ul>,
    );
    return document.querySelector("p")?.textContent?.split(" · ").slice(1);
  };

  it("says what it may do and what it did, and nothing else", () => {
    expect(facts({})).toEqual(["not used yet"]);
    const used = { last_used_at: "2026-11-22T13:30:00Z", requests: 1, spent_usd: 0.25 };
    expect(facts(used)).toEqual([expect.stringMatching(/^last used/), "1 request", "$0.25 spent"]);
    expect(
      facts({
        ...used,
        requests: 1200,
        providers: ["gemini"],
        models: "any",
        origin: "app://obsidian.md",
        max_cost_usd: 2,
      }),
    ).toEqual([
      expect.stringMatching(/^last used/),
      "1,200 requests",
      "only Gemini",
      "any model",
      "in windows of app://obsidian.md",
      "$0.25 of $2.00 spent",
    ]);
  });
});
