// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { expect, it } from "vitest";
import { loadMarkdown } from "./markdown-view.tsx";
import { MarkedText } from "./marked-text.tsx";

it("marks what a prompt hides, and leaves its text as it was sent", async () => {
  await loadMarkdown();
  const root = document.createElement("div");
  const show = (text: string) => act(() => render(<MarkedText text={text} />, root));
  show("Summarise\u{E0068}\u{E0069} <b>this</b>\u200B");
  expect(root.textContent).toBe("Summarise\u{E0068}\u{E0069} <b>this</b>\u200B");
  const marks = [...root.querySelectorAll<HTMLElement>(".invisible-mark")];
  expect(marks.map(({ dataset }) => dataset.name)).toEqual(["U+E0068 +1", "U+200B"]);
  expect(marks[0]?.ariaLabel).toBe("2 invisible characters from U+E0068 on");
  show("Nothing hidden");
  expect(root.innerHTML).toBe("<span>Nothing hidden</span>");
});
