// @vitest-environment jsdom

import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { provider } from "../../testing/fakes.ts";
import { type Page, PageProvider } from "../connection/page-context.ts";
import { KeyRow } from "./key-row.tsx";
import { type KeyActions, KeysProvider } from "./keys.ts";
import { loadRecogniser } from "./load-recogniser.ts";
import { PasteKeys } from "./paste-keys.tsx";

const KEY = "sk-proj-Zq81vKp2Rw93Lm45Tx67Zq81vKp2Rw93Lm45Tx67";

const ANTHROPIC = provider({ id: "anthropic", name: "Anthropic", key_prefixes: ["sk-ant-"] });
const save = vi.fn<KeyActions["save"]>();

function show(view: "row" | "paste", saved: "away" | null = null) {
  save.mockResolvedValue(saved);
  const state = signal({ ...INITIAL_STATE, providers: [provider(), ANTHROPIC] });
  const page = { state, focus: () => {} } as unknown as Page;
  const keys = { save } as unknown as KeyActions;
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

function type<Field extends HTMLInputElement | HTMLTextAreaElement>(
  field: Field | null,
  text: string,
): Field {
  if (!field) throw new Error("No field");
  field.value = text;
  return field;
}

async function pressSave(): Promise<void> {
  await act(async () => document.querySelector<HTMLElement>("button[aria-label='Save OpenAI key']")?.click());
}

beforeEach(async () => {
  save.mockClear();
  await loadRecogniser();
});

afterEach(() => act(() => render(null, document.body)));

it.each([
  ["away", KEY],
  [null, ""],
] as const)("keeps what was typed until it is saved (%s)", async (saved, left) => {
  show("row", saved);
  const field = type(document.querySelector("input"), KEY);
  await pressSave();
  await vi.waitFor(() => expect(save).toHaveBeenCalledWith("openai", KEY, false));
  await vi.waitFor(() => expect(field.value).toBe(left));
});

it("saves a key without its company", async () => {
  show("row");
  type(document.querySelector("input"), `OPENAI_API_KEY="${KEY.slice(0, 20)}\u200B${KEY.slice(20)}"`);
  await pressSave();
  await vi.waitFor(() => expect(save).toHaveBeenCalledWith("openai", KEY, false));
});

it("keeps the line breaks of what is pasted, which tell where the key goes on", async () => {
  show("row");
  const insertText = vi.fn((_: string, __: boolean, text: string) => {
    type(document.querySelector("input"), text);
    return true;
  });
  document.execCommand = insertText as unknown as typeof document.execCommand;
  const pasted = new Event("paste", { bubbles: true, cancelable: true });
  const text = `> ${KEY.slice(0, 30)}\r\n> ${KEY.slice(30)}\r\n`;
  Object.assign(pasted, { clipboardData: { getData: () => text } });
  document.querySelector("input")?.dispatchEvent(pasted);
  expect(pasted.defaultPrevented).toBe(true);
  await pressSave();
  await vi.waitFor(() => expect(save).toHaveBeenCalledWith("openai", KEY, false));
});

it("saves nothing where it is not clear what the key is, and says so", async () => {
  show("row");
  const field = type(document.querySelector("input"), `${KEY} sk-${KEY.slice(8)}`);
  await pressSave();
  await vi.waitFor(() =>
    expect(document.querySelector("[role=alert]")?.textContent).toContain("It is not clear"),
  );
  expect(field.value).not.toBe("");
  await act(async () => {
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  expect(document.querySelector("[role=alert]")).toBeNull();
  expect(save).not.toHaveBeenCalled();
});

it("names the provider that a key with company seems to be for", async () => {
  show("row");
  const field = type(document.querySelector("input"), `“sk-ant-api03-${KEY.slice(8)}”`);
  await act(async () => {
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await vi.waitFor(() => expect(document.body.textContent).toContain("This looks like a key for Anthropic."));
});

it.each([
  ["away", 1],
  [null, 0],
] as const)("keeps what was pasted until it is saved (%s)", async (saved, left) => {
  show("paste", saved);
  const field = type(document.querySelector("textarea"), `My key is **${KEY}**.`);
  await act(async () => {
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  expect(field.value).toBe("");
  const button = await vi.waitUntil(() => document.querySelector<HTMLElement>(".pasted > button"));
  await act(async () => button.click());
  await vi.waitFor(() => expect(save).toHaveBeenCalledWith("openai", KEY, false));
  await vi.waitFor(() => expect(document.querySelectorAll(".pasted li")).toHaveLength(left));
});

it.each([
  ["a list of things", "No key found in what was pasted."],
  [`${KEY.slice(0, 20)}…${KEY.slice(20)}`, "It is not clear which part of this is the key."],
])("says what it could not read in %j", async (text, told) => {
  show("paste");
  const field = type(document.querySelector("textarea"), text);
  await act(async () => {
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await vi.waitFor(() => expect(document.querySelector("#paste-hint")?.textContent).toContain(told));
  expect(document.querySelector(".pasted")).toBeNull();
});

it("saves what was pasted when Enter follows at once", async () => {
  show("paste");
  const field = type(document.querySelector("textarea"), KEY);
  await act(async () => {
    field.dispatchEvent(new Event("change", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
  });
  await vi.waitFor(() => expect(save).toHaveBeenCalledWith("openai", KEY, false));
});
