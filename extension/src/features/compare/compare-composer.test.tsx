// @vitest-environment jsdom
import { signal } from "@preact/signals";
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it } from "vitest";
import { INITIAL_STATE } from "../../entrypoints/app/state.ts";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { provider } from "../../testing/fakes.ts";
import { CompareComposer } from "./compare-composer.tsx";
import { type ComparePage, CompareProvider } from "./compare-context.ts";
import { NOTHING_COMPARED } from "./state.ts";

it.each([
  ["The prompt has 3 invisible characters.", "pass\u200Bword\u{E0068}\u{E0069}"],
  ["", "password"],
])("counts the invisible characters of the prompt: %j", async (note, draft) => {
  await loadMarkdown();
  const page = {
    state: signal({ ...INITIAL_STATE, draft, providers: [provider()] }),
    compare: { state: signal(NOTHING_COMPARED) },
  } as unknown as ComparePage;
  const root = document.createElement("div");
  act(() =>
    render(
      <CompareProvider value={page}>
        <CompareComposer />
      </CompareProvider>,
      root,
    ),
  );
  expect(root.querySelector(".composer-notes[aria-live]")?.textContent).toBe(note);
});
