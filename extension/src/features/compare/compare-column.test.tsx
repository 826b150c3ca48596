// @vitest-environment jsdom

import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { answer, provider } from "../../testing/fakes.ts";
import { foundGeneration, type Generation } from "../answer/generation.ts";
import { PageProvider } from "../connection/page-context.ts";
import { type KeyActions, KeysProvider } from "../keys/keys.ts";
import { CompareColumn } from "./compare-column.tsx";
import { type ComparePage, CompareProvider } from "./compare-context.ts";

vi.mock("wxt/browser", () => ({ browser: { windows: { getCurrent: async () => ({ id: 1 }) } } }));

beforeEach(async () => {
  Element.prototype.scrollIntoView = () => {};
  await loadMarkdown();
});

afterEach(() => {
  act(() => render(null, document.body));
});

function show(column: Generation) {
  const page = { state: signal({ ...INITIAL_STATE, providers: [provider()] }) } as unknown as ComparePage;
  act(() =>
    render(
      <PageProvider value={page}>
        <CompareProvider value={page}>
          <KeysProvider value={{} as KeyActions}>
            <CompareColumn column={column} provider={provider()} />
          </KeysProvider>
        </CompareProvider>
      </PageProvider>,
      document.body,
    ),
  );
}

it("counts a pause from the failure, though the page opens later", () => {
  const error = errorBody({ code: "rate_limited", action: "retry", provider: "openai", retry_after: 60 });
  const created_at = new Date(Date.now() - 40_000).toISOString();
  const timing = { first_token_ms: null, total_ms: 10_000 };
  show(foundGeneration("openai", answer({ status: "failed", text: "", error, created_at, timing })));
  const retry = document.querySelector(".alert-actions button");
  expect(retry?.textContent).toMatch(/^Try again in (29|30) s$/);
});

it.each(["key_rejected", "permission_denied"])("has the field that the button for %s leads to", (code) => {
  const action = code === "key_rejected" ? "add_key" : null;
  const error = errorBody({ code, action, provider: "openai" });
  show(foundGeneration("openai", answer({ status: "failed", text: "", error })));
  expect(document.querySelector(".alert-actions button")?.textContent).toBe("Replace OpenAI key");
  expect(document.querySelector("[data-focus='key:openai']")).not.toBeNull();
});

it("hands the keyboard on to the answer when the button that has it goes", () => {
  const failed = answer({
    status: "failed",
    text: "",
    error: errorBody({ code: "internal", action: "retry" }),
  });
  const running = foundGeneration("openai", answer({ status: "running", finish_reason: null }));
  const stages: [Generation, string][] = [
    [running, "[aria-label='Stop OpenAI']"],
    [foundGeneration("openai", answer()), ".column-head button:last-child"],
    [running, "[aria-label='Stop OpenAI']"],
    [foundGeneration("openai", failed), ".alert-actions button"],
    [running, ".column-body"],
  ];
  for (const [place, [column, focused]] of stages.entries()) {
    show(column);
    if (place > 0) expect(document.activeElement?.className).toBe("column-body");
    const button = document.querySelector<HTMLElement>(focused);
    button?.focus();
    expect(document.activeElement).toBe(button);
  }
});
