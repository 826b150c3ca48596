// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it } from "vitest";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { PromptText } from "./prompt-text.tsx";

it.each([
  ["where all marks are in view", "pass\u200Bword", 1, null],
  [
    "at a long prompt",
    `${"word ".repeat(1_000)}\u{E0068}\u{E0069}`,
    0,
    "The prompt has 2 invisible characters.",
  ],
  ["at a long prompt without any", "word ".repeat(1_000), 0, null],
])("counts what a collapsed prompt hides: %s", async (_, prompt, marks, note) => {
  await loadMarkdown();
  const root = document.createElement("div");
  act(() => render(<PromptText prompt={prompt} />, root));
  expect(root.querySelectorAll(".invisible-mark")).toHaveLength(marks);
  expect(root.querySelector(".note")?.textContent ?? null).toBe(note);
});
