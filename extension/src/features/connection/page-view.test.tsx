// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, it, vi } from "vitest";
import { type Page, PageContext } from "../../entrypoints/app/app-context.ts";
import type { View } from "../../entrypoints/app/state.ts";
import { PageView } from "./page-view.tsx";

vi.mock("./gateway-away.tsx", () => ({ GatewayAway: () => <button type="button">Start</button> }));

afterEach(() => act(() => render(null, document.body)));

function setUp() {
  const focus = vi.fn();
  const page = { focus } as unknown as Page;
  const show = (view: View["name"]) =>
    act(() =>
      render(
        <PageContext.Provider value={page}>
          <PageView
            view={view}
            content={(hidden) => (
              <main hidden={hidden}>
                <input key={view === "no-key" ? "other" : "same"} />
              </main>
            )}
          />
        </PageContext.Provider>,
        document.body,
      ),
    );
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
  // In place of what the state wants for whoever arrives.
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
