// @vitest-environment jsdom
import { render } from "preact";
import { act } from "preact/test-utils";
import { describe, expect, it } from "vitest";
import { loadMarkdown } from "../../shared/markdown/markdown-view.tsx";
import { Thinking } from "./thinking.tsx";

describe("thinking", () => {
  it("marks what cannot be seen, however it comes", async () => {
    await loadMarkdown();
    const root = document.createElement("div");
    for (const text of ["Do\u200B", "Do\u200B not", "Do\u200B not\u{E0068}\u{E0069}"]) {
      act(() => render(<Thinking text={text} thinking />, root));
      expect(root.querySelector(".reasoning-text")?.textContent).toBe(text);
    }
    expect(root.querySelectorAll(".invisible-mark")).toHaveLength(2);
  });

  it("says whether it goes on, and shows all of it when it is expanded", () => {
    const root = document.createElement("div");
    act(() => render(<Thinking text="First" thinking />, root));
    expect(root.querySelector("summary")?.textContent).toBe("Thinking…");
    act(() => render(<Thinking text="First one thing" thinking={false} />, root));
    expect(root.querySelector("summary")?.textContent).toBe("Thinking");
    expect(root.querySelector("details")?.open).toBe(false);
    expect(root.querySelector(".reasoning-text")?.textContent).toBe("First one thing");
  });
});
