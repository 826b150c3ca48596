// @vitest-environment jsdom
import { render } from "preact";
import { expect, it } from "vitest";
import { type Page, PageContext } from "../../entrypoints/app/app-context.ts";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { provider } from "../../testing/fakes.ts";
import { KeysPanel } from "./keys-panel.tsx";

it("stands on a page that is not the whole app, as the one that compares", () => {
  const state = { ...INITIAL_STATE, view: { name: "ready" as const }, providers: [provider()] };
  const page = { state: { value: state } } as unknown as Page;
  const place = document.createElement("div");
  render(
    <PageContext.Provider value={page}>
      <KeysPanel />
    </PageContext.Provider>,
    place,
  );
  expect(place.textContent).toContain("OpenAI");
});
