// @vitest-environment jsdom

import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it } from "vitest";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { provider } from "../../testing/fakes.ts";
import { type Page, PageProvider } from "../connection/page-context.ts";
import { KeyRow } from "./key-row.tsx";
import { type KeyActions, KeysProvider } from "./keys.ts";
import { PasteKeys } from "./paste-keys.tsx";

const KEY = "sk-proj-Zq81vKp2Rw93Lm45Tx67Zq81vKp2Rw93Lm45Tx67";

function show(view: "row" | "paste", saved: "away" | null) {
  const state = signal({ ...INITIAL_STATE, providers: [provider()] });
  const page = { state, focus: () => {} } as unknown as Page;
  const keys = { save: async () => saved } as unknown as KeyActions;
  Element.prototype.scrollIntoView = () => {};
  act(() =>
    render(
      <PageProvider value={page}>
        <KeysProvider value={keys}>
          {view === "row" ? <KeyRow provider={provider()} /> : <PasteKeys />}
        </KeysProvider>
      </PageProvider>,
      document.body,
    ),
  );
}

afterEach(() => act(() => render(null, document.body)));

it.each([
  ["away", KEY],
  [null, ""],
] as const)("keeps what was typed until it is saved (%s)", async (saved, left) => {
  show("row", saved);
  const field = document.querySelector("input");
  if (!field) throw new Error("No field");
  field.value = KEY;
  await act(async () => document.querySelector<HTMLElement>("button[aria-label='Save OpenAI key']")?.click());
  expect(field.value).toBe(left);
});

it.each([
  ["away", 1],
  [null, 0],
] as const)("keeps what was pasted until it is saved (%s)", async (saved, left) => {
  show("paste", saved);
  const field = document.querySelector("textarea");
  if (!field) throw new Error("No field");
  field.value = KEY;
  await act(async () => {
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await act(async () => document.querySelector<HTMLElement>(".pasted > button")?.click());
  expect(document.querySelectorAll(".pasted li")).toHaveLength(left);
});
