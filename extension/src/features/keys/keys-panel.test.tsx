// @vitest-environment jsdom

import { render } from "preact";
import { expect, it } from "vitest";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { provider } from "../../testing/fakes.ts";
import { type Page, PageProvider } from "../connection/page-context.ts";
import { type KeyActions, KeysProvider } from "./keys.ts";
import { KeysPanel } from "./keys-panel.tsx";

it("stands on a page that is not the whole app, as the one that compares", () => {
  const state = { ...INITIAL_STATE, view: { name: "ready" as const }, providers: [provider()] };
  const page = { state: { value: state } } as unknown as Page;
  const place = document.createElement("div");
  render(
    <PageProvider value={page}>
      <KeysProvider value={{} as KeyActions}>
        <KeysPanel />
      </KeysProvider>
    </PageProvider>,
    place,
  );
  expect(place.textContent).toContain("OpenAI");
});
