// @vitest-environment jsdom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { type Page, PageProvider } from "./page-context.ts";
import { PageView, viewsOf } from "./page-view.tsx";
import type { PageState, ViewName } from "./state.ts";

vi.mock("./gateway-away.tsx", () => ({ GatewayAway: () => <button type="button">Start</button> }));

afterEach(() => act(() => render(null, document.body)));

function setUp() {
  const focus = vi.fn();
  const state = signal<PageState>(INITIAL_STATE);
  const page = { state, focus } as unknown as Page;
  const Content = ({ hidden }: { hidden: boolean }) => (
    <main hidden={hidden}>
      <input key={state.value.view.name === "no-key" ? "other" : "same"} />
    </main>
  );
  const views = viewsOf(Content);
  const show = (name: ViewName) =>
    act(() => {
      state.value = { ...INITIAL_STATE, view: { name } };
      render(
        <PageProvider value={page}>
          <PageView views={views} />
        </PageProvider>,
        document.body,
      );
    });
  return { show, focus, field: () => document.querySelector("input") };
}

it("keeps what is typed while the gateway is away, and gives the keyboard back", () => {
  const { show, focus, field } = setUp();
  show("ready");
  const typed = field();
  typed?.focus();
  show("gateway-away");
  expect(typed?.closest("main")?.hidden).toBe(true);
  document.querySelector("button")?.focus();
  show("ready");
  expect(field()).toBe(typed);
  expect(document.activeElement).toBe(typed);
  // It withdraws the focus that the state requests for a page that opens.
  expect(focus).toHaveBeenCalledExactlyOnceWith(null);
});

it("leaves it to the state where the keyboard goes if it was nowhere, or its field is gone", () => {
  const { show, focus, field } = setUp();
  show("ready");
  show("gateway-away");
  show("ready");
  field()?.focus();
  show("gateway-away");
  show("no-key");
  expect(focus).not.toHaveBeenCalled();
});

it("builds nothing before the gateway has been there, and leaves the first focus to the state", () => {
  const { show, focus, field } = setUp();
  show("opening");
  show("gateway-away");
  expect(field()).toBeNull();
  show("ready");
  expect(field()).not.toBeNull();
  expect(focus).not.toHaveBeenCalled();
});
