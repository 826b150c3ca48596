// @vitest-environment jsdom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it } from "vitest";
import type { App } from "../../entrypoints/app/app.ts";
import { AppProviders } from "../../entrypoints/app/app-providers.tsx";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { answer, conversation } from "../../testing/fakes.ts";
import { summaryOf } from "../conversation/summary.ts";
import { HistoryItem } from "./history-item.tsx";

it.each([
  ["password txt.exe", "pass\u200Bword \u{E0068}\u{E0069}\u202Etxt.exe"],
  ["می\u200Cخواهم ?", "می\u200Cخواهم \u2069\u202A?"],
  ["Untitled", "\u200B"],
])("is called %s, as far as its title can be seen", async (shown, title) => {
  await loadMarkdown();
  const summary = { ...summaryOf(conversation([answer()]), false), title };
  const app = { state: signal(INITIAL_STATE) } as unknown as App;
  const root = document.createElement("ul");
  act(() =>
    render(
      <AppProviders app={app}>
        <HistoryItem summary={summary} onDelete={() => {}} />
      </AppProviders>,
      root,
    ),
  );
  // In the direction of its own language, which changes nothing beside it.
  expect(root.querySelector("bdi")?.textContent).toBe(shown);
  const [, ...others] = root.querySelectorAll("button");
  const names = [`Export “${shown}” as Markdown`, `Delete “${shown}”`];
  expect(others.map((button) => button.title)).toEqual(names);
  expect(others.map((button) => button.textContent)).toEqual(names);
});
