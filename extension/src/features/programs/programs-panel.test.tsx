// @vitest-environment jsdom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import type { App } from "../../entrypoints/app/app.ts";
import { AppProviders } from "../../entrypoints/app/app-providers.tsx";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { errorBody } from "../../shared/gateway/errors.ts";
import { provider } from "../../testing/fakes.ts";
import { ProgramsPanel } from "./programs-panel.tsx";

afterEach(() => {
  act(() => render(null, document.body));
});

function setUp() {
  const tokens = {
    list: vi.fn(async () => ({ ok: true, value: [] })),
    issue: vi.fn(
      async (): Promise<unknown> => ({
        ok: true,
        value: {
          token: {
            id: "1",
            name: "Notes",
            token: "gtw_abc",
            providers: null,
            models: "any",
            max_cost_usd: null,
          },
          address: "http://127.0.0.1:8765",
        },
      }),
    ),
  };
  const state = signal({ ...INITIAL_STATE, providers: [provider()] });
  const app = { state, tokens } as unknown as App;
  act(() =>
    render(
      <AppProviders app={app}>
        <ProgramsPanel />
      </AppProviders>,
      document.body,
    ),
  );
  const toggle = async (open: boolean) => {
    const details = document.querySelector("details");
    if (!details) throw new Error("No details");
    await act(async () => {
      details.open = open;
      details.dispatchEvent(new Event("toggle"));
    });
  };
  const open = async () => {
    await toggle(true);
    // The module is read and compiled first, which takes a while on a busy machine.
    await vi.waitFor(() => expect(document.querySelector("form")).not.toBeNull(), 20_000);
    // The list clears an earlier refusal, so it has to be there before the next one.
    await vi.waitFor(() => expect(tokens.list).toHaveBeenCalledTimes(1));
    await act(async () => {});
  };
  const create = async () => {
    await act(async () => document.querySelector<HTMLButtonElement>("button[type=submit]")?.click());
    await vi.waitFor(() => expect(document.querySelector("[type=submit][aria-disabled=true]")).toBeNull());
  };
  return { tokens, open, toggle, create };
}

it("lists the tokens each time it opens, and keeps one that is shown only once", async () => {
  const { tokens, open, toggle, create } = setUp();
  expect(document.querySelector("form")).toBeNull();
  await open();
  await create();
  await vi.waitFor(() => expect(tokens.list).toHaveBeenCalledTimes(2));
  await toggle(false);
  expect(tokens.list).toHaveBeenCalledTimes(2);
  await toggle(true);
  expect(tokens.list).toHaveBeenCalledTimes(3);
  expect(document.querySelector<HTMLInputElement>(".token-text")?.value).toBe("gtw_abc");
});

it("shows a refusal once: that of an origin at its field, another above the form", async () => {
  const { tokens, open, create } = setUp();
  await open();
  const alerts = () => [...document.querySelectorAll("[role=alert]")].map(({ textContent }) => textContent);
  for (const field of ["origin", "name"]) {
    const error = errorBody({ code: "invalid_request", field, message: `${field}: no.` });
    tokens.issue.mockResolvedValueOnce({ ok: false, error });
    await create();
    expect(alerts()).toHaveLength(1);
    expect(alerts()[0]).toContain(field === "origin" ? "such as app://obsidian.md" : "name: no.");
  }
  await create();
  expect(alerts()).toEqual([]);
});
