// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, describe, expect, it, vi } from "vitest";
import { loadMarkdown, MarkdownView } from "./markdown-view.tsx";

afterEach(() => {
  vi.unstubAllGlobals();
  act(() => render(null, document.body));
});

describe("the buttons beside code", () => {
  it("say that it is copied, one after the other", async () => {
    const writeText = vi.fn(async () => {});
    vi.stubGlobal("navigator", { clipboard: { writeText } });
    await loadMarkdown();
    const text = "```\none\n```\n\n```\ntwo\n```";
    await act(() => render(<MarkdownView text={text} complete />, document.body));
    const buttons = [...document.querySelectorAll<HTMLElement>(".code-copy")];
    const told = () => buttons.map((button) => button.hasAttribute("data-copied"));
    for (const [place, expected] of [
      [true, false],
      [false, true],
    ].entries()) {
      await act(async () => buttons[place]?.click());
      expect(told()).toEqual(expected);
    }
    expect(writeText.mock.calls).toEqual([["one"], ["two"]]);
  });
});
