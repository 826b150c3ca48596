// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it, vi } from "vitest";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { ActionEditor } from "./action-editor.tsx";
import type { ActionText } from "./actions.ts";

it("counts the invisible characters of a prompt, and leaves them out of a name", async () => {
  await loadMarkdown();
  const onSave = vi.fn();
  const root = document.createElement("div");
  const text = { title: "Ask\u202E\u200B me", template: "Do this\u{E0068}\u{E0069}: {selection}" };
  act(() => render(<ActionEditor text={text} onSave={onSave} onCancel={() => {}} />, root));
  const described = root.querySelector("textarea")?.getAttribute("aria-describedby");
  const hint = root.querySelector(`[id="${described}"]`);
  expect(hint?.textContent).toContain("The prompt has 2 invisible characters.");
  act(() => {
    root.querySelector("form")?.dispatchEvent(new Event("submit", { cancelable: true }));
  });
  await vi.waitFor(() => expect(onSave).toHaveBeenCalledWith({ ...text, title: "Ask me" }));
});

it("keeps what is edited in another language, and no more of the text", async () => {
  const onSave = vi.fn();
  const root = document.createElement("div");
  const show = (text: ActionText) =>
    act(() => render(<ActionEditor text={text} onSave={onSave} onCancel={() => {}} />, root));
  show({ title: "Explain", template: "Explain: {selection}" });
  const field = root.querySelector("textarea");
  if (!field) throw new Error("No field");
  field.value = "In two words: {selection}";
  act(() => void field.dispatchEvent(new Event("input", { bubbles: true })));
  show({ title: "Erklären", template: "Erkläre: {selection}" });
  expect(root.querySelector("input")?.value).toBe("Erklären");
  expect(field.value).toBe("In two words: {selection}");
});
