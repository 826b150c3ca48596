// @vitest-environment jsdom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { App } from "../../entrypoints/app/app.ts";
import { AppProviders } from "../../entrypoints/app/app-providers.tsx";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import type { KeyInfo, NewAccessToken } from "../../shared/gateway/types.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { provider } from "../../testing/fakes.ts";
import { NewTokenForm } from "./new-token-form.tsx";
import { NewTokenShown } from "./new-token-shown.tsx";

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
    show(<NewTokenForm onIssue={onIssue} />);
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
  show(<NewTokenForm onIssue={onIssue} />);
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

describe("the example of a new token", () => {
  it.each([
    [null, "anthropic"],
    [["gemini"], "gemini"],
  ])("for %j asks %s, which it may use and which has a key", (providers, asked) => {
    const token = { id: "1", name: "Notes", token: "gtw_abc", providers } as NewAccessToken;
    show(<NewTokenShown token={token} address="http://127.0.0.1:8765" onDone={() => {}} />);
    expect(document.querySelector("textarea")?.value).toContain(`"provider": "${asked}"`);
  });
});
